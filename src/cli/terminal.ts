import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Where a command writes. Results go to `out`, everything else to `err`, so that `--json` can be piped. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** What is going on right now: one line on a terminal, overwritten by the next, gone with an empty text. Elsewhere a line each half minute. */
  status(text: string): void
  /** Colours only where the stream is a terminal and NO_COLOR is not set. */
  paint(style: Style, text: string): string
  readonly interactive: boolean
  readonly columns: number
}

/** Whoever reads a log sees that a long command goes on. In ms. */
const logEvery = 30_000

export function createTerminal(): Terminal {
  let logged = Date.now()
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    status: (text) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r\u001b[2K${printable(text).slice(0, process.stderr.columns - 1)}`)
      else if (text !== '' && Date.now() - logged >= logEvery) {
        logged = Date.now()
        process.stderr.write(`${printable(text)}\n`)
      }
    },
    paint: (style, text) => styleText(style, text, { stream: process.stdout, validateStream: true }),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 100,
  }
}

/**
 * Text from a remote site, made safe for a terminal: no control characters, so that no escape sequence can move the
 * cursor or rewrite what was printed.
 */
export function printable(text: string): string {
  return [...text].map((character) => (isControl(character) ? ' ' : character)).join('')
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (
    (code < 32 && character !== '\n') ||
    (code >= 127 && code < 160) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  )
}
