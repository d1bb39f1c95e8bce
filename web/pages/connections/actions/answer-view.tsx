import { Alert, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { CodeBox } from '../../../shared/code-box.tsx'
import { CopyButton } from '../../../shared/copy-button.tsx'
import { type Column, DataTable } from '../../../shared/data-table.tsx'
import { FactList } from '../../../shared/fact-list.tsx'
import { RemoteText } from '../../../shared/remote-text.tsx'
import { actions as words } from '../../../texts/en/actions.ts'
import { JsonTree } from './json-tree.tsx'
import { safeJson } from './safe-json.ts'
import type { Answer } from './use-run.ts'

/** How much of an answer is shown as JSON; copying takes all of it. */
const mostShown = 100_000

type Difference = Answer['differences'][number]

const columns: readonly Column<Difference>[] = [
  { key: 'field', label: words.field, names: true, render: ({ field }) => <RemoteText text={field} most={80} /> },
  { key: 'kind', label: words.became, render: ({ kind }) => words.kinds[kind] ?? kind },
  { key: 'sent', label: words.sent, render: ({ sent }) => <RemoteText text={sent} most={200} /> },
  { key: 'stored', label: words.stored, render: ({ stored }) => <RemoteText text={stored} most={200} /> },
]

/** What came of a run, or of a dry one. Nothing in it is more than text. */
export function AnswerView(props: {
  readonly answer: Answer
  readonly page: number
  readonly onNext: ((cursor: string) => void) | null
  readonly isPending: boolean
}) {
  const { answer, page, onNext, isPending } = props
  if (answer.dryRun !== null) return <Rehearsal dryRun={answer.dryRun} />
  const { output, differences, found, requests } = answer
  const next = nextOf(output)
  const json = safeJson(output)
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {words.done(requests)}
        {page > 1 && ` ${words.page(page)}.`}
      </Text>
      {found && <Alert color="blue">{words.found}</Alert>}
      {differences.length > 0 && (
        <div>
          <Title order={4}>{words.differences}</Title>
          <Text size="sm" c="dimmed" mb="xs">
            {words.differencesText}
          </Text>
          <DataTable
            caption={words.differences}
            columns={columns}
            rows={differences.slice(0, 50)}
            rowKey={({ field, kind }) => `${field} ${kind}`}
          />
        </div>
      )}
      {output === null ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <>
          <Group>
            <CopyButton text={json} what={words.copyAnswer} label={words.copyWhole} />
          </Group>
          <Tabs defaultValue="tree" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="tree">{words.tree}</Tabs.Tab>
              <Tabs.Tab value="json">{words.json}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="tree" pt="sm">
              <JsonTree value={output} />
            </Tabs.Panel>
            <Tabs.Panel value="json" pt="sm">
              {json.length > mostShown && (
                <Text size="sm" c="dimmed" mb="xs">
                  {words.cut(mostShown, json.length)}
                </Text>
              )}
              <CodeBox text={json.slice(0, mostShown)} what={words.copyAnswer} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
      {onNext !== null && next !== null && (
        <Group>
          <Button variant="default" loading={isPending} onClick={() => onNext(next)}>
            {words.nextPage}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Rehearsal({ dryRun }: { readonly dryRun: NonNullable<Answer['dryRun']> }) {
  const { effect, key, writes } = dryRun
  return (
    <Stack gap="md">
      <Text fw={600} role="status">
        {words.rehearsed}
      </Text>
      <Text size="sm">{words.effectTexts[effect] ?? effect}</Text>
      {key !== null && (
        <Text size="sm">
          <RemoteText text={words.foundBy(key)} />
        </Text>
      )}
      {writes.length === 0 && <Text size="sm">{words.noWrites}</Text>}
      {writes.slice(0, 5).map(({ method, url, body, bytes }) => (
        <Stack key={`${method} ${url}`} gap="xs">
          <FactList facts={[{ label: words.firstWrite, value: <RemoteText text={`${method} ${url}`} most={300} /> }]} />
          <Text size="sm" c="dimmed">
            {words.bytes(bytes)}
          </Text>
          {body !== null && body !== undefined && (
            <CodeBox text={safeJson(body).slice(0, mostShown)} what={words.body} />
          )}
        </Stack>
      ))}
    </Stack>
  )
}

/** Where a list goes on. */
function nextOf(output: unknown): string | null {
  if (typeof output !== 'object' || output === null) return null
  const { next } = output as { readonly next?: unknown }
  return typeof next === 'string' && next !== '' ? next : null
}
