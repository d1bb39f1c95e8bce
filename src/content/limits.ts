import { HubError } from '../errors/hub-error.ts'

/** Bounds on what one article may hold. WordPress and its editor are in trouble long before them. */
export const limits = {
  /** Characters of a body, and of a whole file. */
  body: 4_000_000,
  /** Characters of a front matter block: the YAML reader takes quadratic time in the number of keys. */
  frontMatter: 64_000,
  /** Open elements, or nested lists and quotes. Browsers themselves stop at 512. */
  depth: 200,
  /** Elements in a document: misnested formatting can multiply them. */
  elements: 250_000,
  footnotes: 2_000,
  /** Characters of one formula, formulas, and characters of them all: what is more stays text. */
  formula: 2_000,
  formulas: 2_000,
  formulaText: 200_000,
} as const

/** Raises `bad_input` when a text is longer than `limit` characters. */
export function checkLength(text: string, limit: number, name: string): void {
  if (text.length <= limit) return
  throw new HubError('bad_input', `${name} is ${text.length} characters long; ${limit} is the limit`)
}

export function tooDeep(): HubError {
  return new HubError('bad_input', `The content is nested more than ${limits.depth} levels deep`)
}
