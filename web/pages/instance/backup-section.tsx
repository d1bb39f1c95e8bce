import { Text } from '@mantine/core'
import { CodeBox } from '../../shared/code-box.tsx'
import { Section } from '../../shared/section.tsx'
import { instance } from '../../texts/en/instance.ts'

/** How to keep the hub's data. Only whoever is on the machine may: a backup would leave by no browser. */
export function BackupSection() {
  return (
    <Section title={instance.backup} text={instance.backupText}>
      <Text size="sm">{instance.backupCommand}</Text>
      <CodeBox text="pressroom backup pressroom.backup" what={instance.commandName} />
      <Text size="sm">{instance.restoreCommand}</Text>
      <CodeBox text="pressroom restore pressroom.backup" what={instance.commandName} />
    </Section>
  )
}
