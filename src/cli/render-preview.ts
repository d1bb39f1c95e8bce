import type { HubClient } from './hub-access.ts'
import { printable } from './terminal.ts'

type Preview = Awaited<ReturnType<HubClient['publications']['preview']>>['previews'][number]

/** What publishing an article on a connection would do: steps, losses and what opens them, what becomes of the content, the difference. */
export function renderPreview(preview: Preview, path: string, name: string): string {
  const { result, status, requests, steps, dropped, notes, changes, unseen } = preview
  const does = result === 'unchanged' ? 'Unchanged:' : `Would ${result}`
  const snippets = new Set(dropped.flatMap(({ snippet }) => snippet ?? []))
  const lines = [
    ...steps,
    ...dropped.map(({ field, why }) => `the site drops ${field}: ${why}`),
    ...[...snippets].flatMap((snippet) => ['this in a plugin or functions.php opens it:', ...snippet.split('\n')]),
    ...notes.map(({ sentence }) => sentence),
    ...(changes?.fields ?? []).map(({ field, there, wanted }) => `${field}: ${there} → ${wanted}`),
    ...(changes?.content.lines ?? []),
    ...(unseen === null ? [] : [`what is there could not be seen: ${unseen}`]),
  ]
  const head = `${does} ${path} → ${name} as ${status}: ${requests === 1 ? '1 request' : `${requests} requests`}`
  return [printable(head), ...lines.map((line) => `    ${printable(line)}`)].join('\n')
}
