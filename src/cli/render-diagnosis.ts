import type { DiagnosisView as Diagnosis } from '../operations/diagnosis-schema.ts'
import { printable, type Style, type Terminal } from './terminal.ts'

const marks: Record<Diagnosis['verdict'], { readonly sign: string; readonly style: Style }> = {
  connected: { sign: '✓', style: 'green' },
  connectable: { sign: '✓', style: 'green' },
  refused: { sign: '✗', style: 'red' },
  unavailable: { sign: '…', style: 'yellow' },
  'not-wordpress': { sign: '✗', style: 'red' },
}

/** A diagnosis for people: the verdict, why, and the fix. With `verbose`, the letter to the host and all attempts. */
export function renderDiagnosis(diagnosis: Diagnosis, terminal: Terminal, verbose: boolean): string {
  const { paint } = terminal
  const { sign, style } = marks[diagnosis.verdict]
  const sure =
    diagnosis.code === null ? '' : paint('dim', `  ${diagnosis.code}, ${describeConfidence(diagnosis.confidence)}`)
  const lines = [`${paint([style, 'bold'].flat() as Style, `${sign} ${printable(diagnosis.title)}`)}${sure}`]
  const say = (label: string, text: string | null): void => {
    if (text !== null && text !== '') lines.push('', paint('bold', label), indent(printable(text), terminal.columns))
  }
  say('Why', diagnosis.cause)
  say(diagnosis.code === null ? 'Next' : 'What to do', diagnosis.fix)
  for (const { server, where, lines: text } of diagnosis.snippets.slice(0, verbose ? 20 : 3)) {
    lines.push(
      '',
      `  ${paint('bold', server)} ${paint('dim', `– ${where}`)}`,
      ...text.split('\n').map((line) => `      ${paint('cyan', line)}`),
    )
  }
  if (diagnosis.snippets.length > 3 && !verbose)
    lines.push('', paint('dim', `  …and ${diagnosis.snippets.length - 3} more kinds of server with --verbose`))
  if (diagnosis.authorize !== null && diagnosis.user === null)
    say('One click', `pressroom authorize ${diagnosis.site?.home ?? ''}`)
  if (diagnosis.withheldFrom !== null)
    say('If that host is yours', `--allow-root ${diagnosis.withheldFrom} sends the credential there, too.`)
  if (diagnosis.alternatives.length > 0) {
    say(
      'Not excluded',
      diagnosis.alternatives
        .map(({ title, code, confidence }) => `${title} (${code}, ${describeConfidence(confidence)})`)
        .join('\n'),
    )
  }
  if (verbose) say('A letter to your host', diagnosis.letter)
  if (diagnosis.user !== null) say('May', describeRights(diagnosis.user.can))
  if (diagnosis.notes.length > 0) say('Notes', diagnosis.notes.map(({ message }) => `• ${message}`).join('\n'))
  if (verbose)
    lines.push('', paint('bold', 'Attempts'), ...diagnosis.attempts.map((attempt) => renderAttempt(attempt, terminal)))
  return lines.join('\n')
}

/** One attempt as a line of the timeline. */
function renderAttempt(attempt: Diagnosis['attempts'][number], terminal: Terminal): string {
  const status = attempt.status === null ? '—' : String(attempt.status)
  const style: Style = attempt.status === null ? 'yellow' : attempt.status < 400 ? 'green' : 'red'
  const { paint } = terminal
  return `  ${paint(style, status.padStart(3))} ${`${attempt.ms} ms`.padStart(8)}  ${attempt.method} ${printable(attempt.url)}  ${paint('dim', printable(`${attempt.purpose}: ${attempt.outcome}`))}`
}

function describeConfidence(confidence: number): string {
  if (confidence >= 0.9) return 'certain'
  if (confidence >= 0.7) return 'very likely'
  return confidence >= 0.5 ? 'likely' : 'a guess'
}

const rights: Record<string, string> = {
  write: 'write drafts',
  publish: 'publish',
  upload: 'upload files',
  editOthers: "edit others' posts",
  terms: 'create categories and tags',
  unfilteredHtml: 'use any HTML',
  administer: 'change settings',
}

function describeRights(can: Readonly<Record<string, boolean>>): string {
  const may = Object.entries(rights).filter(([name]) => can[name] === true)
  return may.length === 0 ? 'nothing that matters here' : may.map(([, text]) => text).join(', ')
}

/** Wraps at the terminal's width, two spaces in. */
function indent(text: string, columns: number): string {
  const width = Math.max(40, Math.min(columns, 110) - 4)
  return text
    .split('\n')
    .flatMap((line) => wrap(line, width))
    .map((line) => `  ${line}`)
    .join('\n')
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
}
