import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { CodeBox } from '../../shared/code-box.tsx'
import { account } from '../../texts/en/account.ts'

/** Codes for when the app is not at hand, shown once. */
export function BackupCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  return (
    <Alert
      color="yellow"
      icon={<IconKey aria-hidden />}
      title={account.backupCodes}
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="sm" maw="28rem">
        {account.backupCodesText}
        <CodeBox text={codes.join('\n')} what={account.theCodes} />
        <Group>
          <Button onClick={onKept}>{account.kept}</Button>
        </Group>
      </Stack>
    </Alert>
  )
}
