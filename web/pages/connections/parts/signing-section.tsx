import { Button, Group, Stack, Text } from '@mantine/core'
import { orpc } from '../../../api/client.ts'
import { CodeBox } from '../../../shared/code-box.tsx'
import { useConfirm } from '../../../shared/confirm.tsx'
import { sayExact } from '../../../shared/relative-time.tsx'
import { Section } from '../../../shared/section.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'
import type { Connection } from '../connection-page.tsx'

/** Whether deliveries are signed, and a new secret, which is shown once. */
export function SigningSection({ connection: { id: connection, site } }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const confirm = useConfirm()
  const rotate = useOperation(orpc.webhooks.rotateSecret.call, { stale: [orpc.connections.key()] })
  const isSigned = site.signed === true
  const ask = async (): Promise<void> => {
    const question = { title: words.rotateTitle, text: words.rotateText, action: words.rotate }
    if (!isSigned || (await confirm(question))) rotate.mutate({ project, connection })
  }
  const made = rotate.data
  return (
    <Section title={words.signing} text={isSigned ? words.signed : words.unsigned}>
      {made !== undefined && (
        <Stack gap="xs" role="status">
          <Text fw={600}>{words.secretOnce}</Text>
          <CodeBox text={made.signingSecret} what={words.secret} />
          {made.formerUntil !== null && (
            <Text size="sm" c="dimmed">
              {words.formerUntil(sayExact(new Date(made.formerUntil)))}
            </Text>
          )}
        </Stack>
      )}
      {mayEdit && (
        <Group>
          <Button variant="default" loading={rotate.isPending} onClick={() => void ask()}>
            {isSigned ? words.rotate : words.rotateFirst}
          </Button>
          {!isSigned && (
            <Text size="sm" c="dimmed">
              {words.rotateTextFirst}
            </Text>
          )}
        </Group>
      )}
    </Section>
  )
}
