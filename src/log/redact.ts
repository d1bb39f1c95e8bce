import { isSecretHeader, isSecretParameter, secretWord } from './secret-names.ts'
import { secretPattern } from './secret-pattern.ts'

/** Replaces what was secret. */
const mask = '[redacted]'

/** The one place where secrets are taken out of text, addresses and headers, for logs, errors and evidence. */
export interface Redactor {
  /** From now on this value is masked wherever it appears, however it is encoded (see `secretPattern`). Shorter than 4 characters is ignored. */
  add(secret: string): void
  text(value: string): string
  url(value: string | URL): string
  headers(value: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string>
  /** Whether one of the added secrets is in the text. */
  holdsSecret(value: string): boolean
}

/**
 * What is masked though nobody said that it is secret. Each pattern begins at a fixed mark and has a bound or a character
 * that ends it, so that time grows with the text's length alone, whoever wrote the text.
 */
const shapes: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // A digit or mixed case tells a credential from "Basic authentication" and `Bearer realm=`.
  [
    /\b([Bb]asic|[Bb]earer|BASIC|BEARER)\s{1,8}(?=[A-Za-z+/._~-]*\d|[A-Z]*[a-z]+[A-Z])[A-Za-z0-9+/=._~-]{6,}/g,
    `$1 ${mask}`,
  ],
  [/(:\/\/)[^\s/?#"'<>]{1,512}@/g, `$1${mask}@`],
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, mask],
  [new RegExp(`((?<![\\w-])[\\w-]{0,64}?${secretWord}=)[^&#\\s"'<>]+`, 'gi'), `$1${mask}`],
  [new RegExp(`("[\\w-]{0,64}?${secretWord}"\\s{0,8}:\\s{0,8}")(?:[^"\\\\]|\\\\.)+`, 'gi'), `$1${mask}`],
]

/** Addresses inside addresses (`success_url=…`) are looked into this deep. */
const deepest = 3

export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const known = new Set<string>()
  let pattern: RegExp | null = null

  function knownPattern(): RegExp | null {
    // Longest first, so that a secret inside another does not leave a rest behind.
    const longest = [...known].sort((a, b) => b.length - a.length)
    if (longest.length > 0) pattern ??= new RegExp(longest.map(secretPattern).join('|'), 'gu')
    return pattern
  }

  function text(value: string): string {
    const secret = knownPattern()
    const start = secret === null ? value : value.replace(secret, mask)
    return shapes.reduce((out, [shape, replacement]) => out.replace(shape, replacement), start)
  }

  function url(value: string | URL, depth: number): string {
    const parsed = URL.parse(String(value))
    if (parsed === null) return text(String(value))
    parsed.username = ''
    parsed.password = ''
    let changed = false
    const parameters = [...parsed.searchParams].map(([name, content]): [string, string] => {
      const nested = depth < deepest && /^https?:/i.test(content)
      if (!nested && !isSecretParameter(name)) return [name, content]
      changed = true
      return [name, isSecretParameter(name) ? mask : url(content, depth + 1)]
    })
    // Written anew only where it must be, since that changes the spelling of the others.
    if (changed) parsed.search = String(new URLSearchParams(parameters))
    return text(parsed.href).replaceAll(/%(?:25)*5Bredacted%(?:25)*5D/g, mask)
  }

  const redactor: Redactor = {
    add(secret) {
      if (secret.trim().length < 4 || known.has(secret)) return
      known.add(secret)
      pattern = null
    },
    text,
    url: (value) => url(value, 0),
    headers(value) {
      const entries = Object.entries(value).filter(([, content]) => content !== undefined)
      return Object.fromEntries(
        entries.map(([name, content]) => [name, isSecretHeader(name) ? mask : text(String(content))]),
      )
    },
    holdsSecret: (value) => value.search(knownPattern() ?? /(?!)/) !== -1,
  }
  for (const secret of secrets) redactor.add(secret)
  return redactor
}
