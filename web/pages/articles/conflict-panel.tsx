import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { compareTexts } from '../../shared/compare-texts.ts'
import { DiffLines } from '../../shared/diff-lines.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import { type Content, sayContent } from './content.ts'

/** Somebody saved while the reader wrote: both are shown, and the reader decides. */
export function ConflictPanel(props: {
  readonly theirs: Content
  readonly mine: Content
  readonly newest: number
  readonly isSaving: boolean
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}) {
  const { theirs, mine, newest, isSaving, onKeepMine, onTakeTheirs } = props
  const { lines, cut } = compareTexts(sayContent(theirs), sayContent(mine))
  return (
    <Alert
      color="yellow"
      icon={<IconArrowsSplit2 aria-hidden />}
      title={words.conflictTitle(newest)}
      role="alert"
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.conflictText}</Text>
        <DiffLines lines={lines} label={words.conflictLook} cut={cut} />
        <Group gap="xs">
          <Button size="sm" loading={isSaving} onClick={onKeepMine}>
            {words.keepMine}
          </Button>
          <Button size="sm" variant="default" onClick={onTakeTheirs}>
            {words.takeTheirs}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
