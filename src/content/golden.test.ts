import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@wordpress/block-serialization-default-parser'
import { describe, expect, test } from 'vitest'
import { type CorpusDocument, goldenFolder, readCorpus, readSections } from '../../test/content-corpus.ts'
import { type Rendered, renderBlocks, renderPlainHtml } from './render.ts'

/** `UPDATE_GOLDEN=1` writes what is rendered now; look at the difference, and run test/content-editor.test.ts before you keep it. */
const isUpdate = process.env.UPDATE_GOLDEN === '1'
const images = new Map([
  ['images/dashboard.png', { id: 41, url: 'https://site.test/wp-content/uploads/dashboard.png' }],
])
const byFile = Map.groupBy(readCorpus(), (document) => document.file)

function show(rendered: Rendered): string {
  const notes = rendered.notes.map((note) => `%% ${note.code} ${note.what.replaceAll('\n', ' ')} ×${note.times}`)
  const footnotes = rendered.footnotes === undefined ? [] : [`%% footnotes ${rendered.footnotes}`]
  return [rendered.content, ...footnotes, ...notes].join('\n')
}

function goldenOf(file: string): Map<string, string> {
  const path = join(goldenFolder, `${file}.blocks`)
  return existsSync(path) ? readSections(readFileSync(path, 'utf8')) : new Map()
}

for (const [file, documents] of byFile) {
  const render = (document: CorpusDocument) => renderBlocks(document.body, { images })
  if (isUpdate) {
    const text = documents.map((document) => `%%%% ${document.name}\n${show(render(document))}\n`).join('')
    writeFileSync(join(goldenFolder, `${file}.blocks`), text)
  }
  const golden = goldenOf(file)

  describe(file, () => {
    test.each(documents)('$name is rendered as the golden file has it', (document) => {
      expect(show(render(document))).toBe(golden.get(document.name))
    })

    test.each(documents)('$name is made of named blocks alone', (document) => {
      for (const unfilteredHtml of [true, false]) {
        const blocks = parse(renderBlocks(document.body, { unfilteredHtml }).content)
        const loose = blocks.filter((block) => block.blockName === null && block.innerHTML.trim() !== '')
        expect(loose).toEqual([])
      }
    })

    test.each(documents)('$name has no block comment as plain HTML', (document) => {
      const { content } = renderPlainHtml(document.body)
      expect(content).not.toMatch(/<!--\s*\/?wp:/)
      expect(content === '').toBe(renderBlocks(document.body).content === '')
    })

    test.each(documents)('$name renders to the same twice', (document) => {
      expect(renderBlocks(document.body)).toEqual(renderBlocks(document.body))
    })
  })
}

test('the corpus has at least 60 documents', () => {
  expect(readCorpus().length).toBeGreaterThanOrEqual(60)
})
