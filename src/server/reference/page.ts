import { html } from 'hono/html'
import { catalogue } from '../../errors/catalogue.ts'
import type { OpenApiDocument } from '../openapi.ts'
import { type Html, layout } from '../pages/layout.ts'
import { fieldRow, fieldTable, inline, type ShownSchema } from './schema.ts'

interface ShownOperation {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: ShownSchema
  }[]
  readonly body: ShownSchema | null
  readonly answer: ShownSchema | null
  readonly status: string
}

/** The whole reference as one page that can be read, searched and printed. */
export function referencePage(document: OpenApiDocument): Html {
  const operations = listOperations(document)
  const tags = [...new Set(operations.map(({ tag }) => tag))].sort()
  const content = html`<h1>${document.info.title}</h1>
<p>${inline(document.info.description ?? '')}</p>
<p>Send a key with every request: <code>Authorization: Bearer prk_…</code>. Everything below is also in the <a href="/api/v1/openapi.json">OpenAPI document</a>.</p>
<nav aria-label="Operations"><ul class="columns">${operations.map(({ id }) => html`<li><a href="#${id}">${id}</a></li>`)}</ul></nav>
${tags.map((tag) => html`<h2>${tag}</h2>${operations.filter((operation) => operation.tag === tag).map(showOperation)}`)}
<h2>Problems</h2>
<p>What goes wrong is answered as <code>application/problem+json</code>, with one of these codes, or with the code that a remote site sent.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning, and what to do</th></tr></thead><tbody>
${Object.entries(catalogue).map(([code, { status, title, fix }]) => html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}. ${fix}</td></tr>`)}
</tbody></table>`
  return layout({ title: 'API', content, wide: true })
}

function showOperation(operation: ShownOperation): Html {
  const { method, path, id, summary, description, parameters, body, answer, status } = operation
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><span class="method">${method}</span> <code>/api/v1${path}</code></h3>
<p><strong>${summary}</strong></p>
${description.split('\n\n').map((paragraph) => html`<p>${inline(paragraph)}</p>`)}
${parameters.length === 0 ? '' : html`<h4>Parameters</h4><table><tbody>${parameters.map(({ name, schema, required }) => fieldRow(name, schema, required))}</tbody></table>`}
${body === null ? '' : html`<h4>Body</h4>${fieldTable(body)}`}
<details><summary>Answer ${status}</summary>${answer === null ? html`<p>Nothing.</p>` : fieldTable(answer)}</details>
<details><summary>Example</summary><pre><code>${example(operation)}</code></pre></details>
</section>`
}

function example({ method, path, body, parameters }: ShownOperation): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => `<${name}>`)
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  const search = query.length === 0 ? '' : `?${query.map(({ name }) => `${name}=…`).join('&')}`
  const fields = (body?.required ?? []).map((name) => `"${name}": …`).join(', ')
  const data = body === null ? '' : ` \\\n  -H 'Content-Type: application/json' -d '{${fields}}'`
  return `curl${method === 'GET' ? '' : ` -X ${method}`} "$HUB/api/v1${place}${search}" \\\n  -H "Authorization: Bearer $KEY"${data}`
}

function listOperations(document: OpenApiDocument): ShownOperation[] {
  const found: ShownOperation[] = []
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = methods?.[method]
      if (operation === undefined) continue
      const [status = '200', answer] =
        Object.entries(operation.responses ?? {}).find(([code]) => code !== 'default') ?? []
      found.push({
        method: method.toUpperCase(),
        path,
        id: operation.operationId ?? `${method}-${path}`,
        tag: operation.tags?.[0] ?? 'Sites',
        summary: operation.summary ?? '',
        description: operation.description ?? '',
        parameters: (operation.parameters ?? []).flatMap((parameter) =>
          'name' in parameter
            ? [
                {
                  name: parameter.name,
                  in: parameter.in,
                  required: parameter.required === true,
                  schema: { description: parameter.description, ...(parameter.schema as ShownSchema) } as ShownSchema,
                },
              ]
            : [],
        ),
        body: jsonOf(operation.requestBody),
        answer: jsonOf(answer),
        status,
      })
    }
  }
  return found.sort((a, b) => a.id.localeCompare(b.id))
}

/** The schema of a body's JSON, or of each event of a stream. */
function jsonOf(body: unknown): ShownSchema | null {
  const content = (body as { content?: Record<string, { schema?: ShownSchema }> } | undefined)?.content ?? {}
  return (content['application/json'] ?? content['text/event-stream'])?.schema ?? null
}
