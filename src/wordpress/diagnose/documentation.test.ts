import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { type ClassCase, classes, noteCases, right } from '../../../test/fake-sites/classes.ts'
import { stage } from '../../../test/fake-sites/stage.ts'
import { type Authority, createAuthority } from '../../../test/http/certificates.ts'
import { type Layer, layers } from './check.ts'
import { diagnose } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import { checks, notes } from './registry.ts'

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority()
  return () => authority.remove()
})

const headings: Record<Layer, string> = {
  network: 'The network',
  tls: 'The certificate',
  edge: 'Firewalls before the site',
  host: 'The host',
  wordpress: 'WordPress itself',
  rest: 'The REST API',
  login: 'The login',
  role: 'The role',
}

const sources: Record<ClassCase['source'], string> = {
  L: 'seen',
  S: 'source',
  T: 'told',
  U: 'unverified',
  O: 'ours',
}

/** What the fixtures are called here and there is nobody's business. */
function plain(text: string): string {
  return text
    .replace(/http:\/\/127\.0\.0\.1(?::\d+)?/g, 'https://example.com')
    .replace(/(?:127\.0\.0\.1|site\.test|site\.example|other\.test|hub\.example)(?::\d+)?/g, 'example.com')
    .replace(/\d+\.\d s\b/g, '1.6 s')
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;')
}

const sureness = (confidence: number): string =>
  confidence >= 0.9 ? 'certain' : confidence >= 0.7 ? 'very likely' : confidence >= 0.5 ? 'likely' : 'a guess'

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

async function renderClasses(): Promise<string> {
  const found = new Map<string, Diagnosis>()
  for (const entry of classes) {
    const { http, address } = await stage(entry, authority)
    found.set(entry.code, (await diagnose(http, address, entry.options)).diagnosis)
  }
  const sections = layers.map((layer) => {
    const rows = checks
      .filter((check) => check.layer === layer)
      .flatMap(({ code }) => {
        const diagnosis = found.get(code)
        const source = classes.find((entry) => entry.code === code)?.source ?? 'U'
        if (diagnosis === undefined) return []
        const { title, fix, verdict, confidence } = diagnosis
        return [[`\`${code}\``, verdict, plain(title), plain(fix ?? ''), sureness(confidence), sources[source]]]
      })
    return `### ${headings[layer]}\n\n${table(['Code', 'Verdict', 'What it means', 'What to do', 'How sure', 'Known by'], rows)}`
  })
  return sections.join('\n\n')
}

async function renderNotes(): Promise<string> {
  const rows: string[][] = []
  for (const code of new Set(notes.map((note) => note.code))) {
    const entry = noteCases.find((candidate) => candidate.code === code)
    if (entry === undefined) continue
    const { http, address } = await stage(entry, authority)
    const login = entry.stranger ? {} : { login: entry.login ?? right }
    const { diagnosis } = await diagnose(http, `${address}${entry.path ?? ''}`, { ...entry.options, ...login })
    rows.push([`\`${code}\``, plain(diagnosis.notes.find((note) => note.code === code)?.message ?? '')])
  }
  return table(['Code', 'What is said'], rows)
}

test('docs/diagnosis.md lists every class and every note, in the words of the program', async () => {
  const introduction = readFileSync(
    new URL('../../../test/fake-sites/diagnosis-introduction.md', import.meta.url),
    'utf8',
  )
  const text = introduction
    .replace('<!-- classes -->', await renderClasses())
    .replace('<!-- notes -->', await renderNotes())
  expect(text).not.toMatch(/\| {2}\|/)
  await expect(text).toMatchFileSnapshot('../../../docs/diagnosis.md')
})
