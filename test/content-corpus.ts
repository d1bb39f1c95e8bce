import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Body } from '../src/content/document.ts'

/** A document of the corpus in `src/content/golden`: each file holds several, a line of `%%%% name` before each. */
export interface CorpusDocument {
  readonly file: string
  readonly name: string
  readonly body: Body
}

export const goldenFolder = join(import.meta.dirname, '../src/content/golden')

/** Every document of the corpus, in order of file and place. */
export function readCorpus(): CorpusDocument[] {
  return readdirSync(goldenFolder)
    .filter((file) => /\.(?:md|html)$/.test(file))
    .sort()
    .flatMap((file) =>
      [...readSections(readFileSync(join(goldenFolder, file), 'utf8'))].map(([name, text]) => ({
        file,
        name,
        body: { format: file.endsWith('.md') ? ('markdown' as const) : ('html' as const), text },
      })),
    )
}

/** Sections by name, without the line that names them. */
export function readSections(text: string): Map<string, string> {
  const sections = text.split(/^%%%% /m).slice(1)
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end), section.slice(end + 1).replace(/\n$/, '')]
    }),
  )
}
