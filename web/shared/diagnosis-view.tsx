import { Alert, Badge, Group, List, Stack, Tabs, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import type { Outputs } from '../api/client.ts'
import { diagnosis as words } from '../texts/en/diagnosis.ts'
import { AttemptsTable } from './attempts-table.tsx'
import { CodeBox } from './code-box.tsx'
import { plain, RemoteText } from './remote-text.tsx'
import { Subsection } from './subsection.tsx'

type Diagnosis = Outputs['sites']['diagnose']

const looks = {
  connected: { color: 'green', Icon: IconCircleCheck },
  connectable: { color: 'blue', Icon: IconInfoCircle },
  refused: { color: 'red', Icon: IconCircleX },
  unavailable: { color: 'yellow', Icon: IconAlertTriangle },
  'not-wordpress': { color: 'red', Icon: IconCircleX },
} as const

/** A diagnosis for the person who has to act on it: the verdict, why, what to change, what to send to the host, what was seen. */
export function DiagnosisView({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { verdict, code, confidence, title, cause, fix, snippets, letter, alternatives, notes, attempts } = diagnosis
  const { color, Icon } = looks[verdict]
  return (
    <Stack gap="lg">
      <Alert
        color={color}
        icon={<Icon aria-hidden />}
        title={<RemoteText text={title} most={300} />}
        styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
      >
        <Stack gap="xs">
          {cause !== null && (
            <Text size="sm">
              <RemoteText text={cause} most={800} />
            </Text>
          )}
          {code !== null && (
            <Group gap="xs">
              <Badge variant="default" tt="none" radius="sm">
                {code}
              </Badge>
              <Text size="sm" c="dimmed">
                {words.sure(Math.round(confidence * 100))}
              </Text>
            </Group>
          )}
        </Stack>
      </Alert>
      {fix !== null && (
        <Subsection title={words.whatToDo}>
          <Text>
            <RemoteText text={fix} most={1500} />
          </Text>
          {snippets.length > 0 && <Snippets snippets={snippets} />}
        </Subsection>
      )}
      {letter !== null && (
        <details>
          <summary>{words.letter}</summary>
          <Text size="sm" c="dimmed" my="xs">
            {words.letterText}
          </Text>
          <CodeBox text={letter} what={words.letterCopy} />
        </details>
      )}
      {alternatives.length > 0 && (
        <Subsection title={words.others}>
          <List size="sm">
            {alternatives.map((other) => (
              <List.Item key={other.code}>
                {words.other(plain(other.title, 200), Math.round(other.confidence * 100))}
              </List.Item>
            ))}
          </List>
        </Subsection>
      )}
      {notes.length > 0 && (
        <Subsection title={words.notes}>
          <List size="sm">
            {notes.map(({ code: note, message }) => (
              <List.Item key={`${note} ${message}`}>
                <RemoteText text={message} most={500} />
              </List.Item>
            ))}
          </List>
        </Subsection>
      )}
      {attempts.length > 0 && (
        <details open={verdict !== 'connected'}>
          <summary>{words.attempts}</summary>
          <AttemptsTable attempts={attempts} />
        </details>
      )}
    </Stack>
  )
}

function Snippets({ snippets }: { readonly snippets: Diagnosis['snippets'] }) {
  const [first] = snippets
  return (
    <Tabs defaultValue={first === undefined ? null : '0'} mt="sm" keepMounted={false}>
      <Tabs.List>
        {snippets.map(({ server }, index) => (
          <Tabs.Tab key={server} value={String(index)}>
            {server}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ server, where, lines }, index) => (
        <Tabs.Panel key={server} value={String(index)} pt="sm">
          <Text size="sm" c="dimmed" mb={4}>
            {where}
          </Text>
          <CodeBox text={lines} what={words.snippet} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
