import type { Publication } from './follow-publications.ts'
import type { Terminal } from './terminal.ts'

const barWidth = 20
/** Of more connections than that, only all together are shown. */
const mostConnections = 4

const open: ReadonlySet<string> = new Set(['planned', 'sending', 'unknown'])
const wrong: ReadonlySet<string> = new Set(['failed', 'conflict'])

/** One line: a bar over all, how many went wrong or are in doubt, and how far each connection is where they are few. */
export function renderProgress(
  publications: readonly Publication[],
  names: ReadonlyMap<string, string>,
  { columns }: Pick<Terminal, 'columns'>,
): string {
  const count = (states: ReadonlySet<string>, among = publications): number =>
    among.filter(({ state }) => states.has(state)).length
  const done = publications.length - count(open)
  const filled = Math.floor((done / Math.max(publications.length, 1)) * barWidth)
  const parts = [
    `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done} of ${publications.length}`,
    ...[
      [count(wrong), 'not well'],
      [count(new Set(['unknown'])), 'looked for'],
      [count(new Set(['paused'])), 'paused'],
    ].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`])),
  ]
  const byConnection = Map.groupBy(publications, ({ connection }) => connection)
  if (byConnection.size > 1 && byConnection.size <= mostConnections)
    for (const [id, list] of byConnection)
      parts.push(`${names.get(id) ?? id} ${list.length - count(open, list)}/${list.length}`)
  return parts.join('  ').slice(0, columns)
}
