import { OpenAPIGenerator } from '@orpc/openapi'
import { traverseContractProcedures } from '@orpc/server'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { productName, version } from '../config/product.ts'
import type { OperationMeta } from '../operations/operation.ts'
import { operations } from '../operations/table.ts'

export type OpenApiDocument = Awaited<ReturnType<OpenAPIGenerator['generate']>>

let made: Promise<OpenApiDocument> | null = null

/** The OpenAPI 3.1 document of the table of operations, made once. */
export function openApiDocument(): Promise<OpenApiDocument> {
  made ??= generate()
  return made
}

const needs: Record<OperationMeta['permission'], string> = {
  anybody: 'Open to everybody.',
  user: 'Needs a login or a key.',
  viewer: 'Needs the role viewer in the project.',
  editor: 'Needs the role editor in the project.',
  owner: 'Needs the role owner in the project.',
  admin: 'Needs an administrator of the hub, or a key of one that names this operation.',
}

const problemSchema: NonNullable<NonNullable<OpenApiDocument['components']>['schemas']>[string] = {
  type: 'object',
  description: 'What went wrong, as RFC 9457 describes it.',
  required: ['type', 'title', 'status', 'detail', 'code', 'fix', 'retry'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string', description: 'What the code means' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened this time' },
    code: { type: 'string', description: 'For programs; a code of a remote site is passed on as it is' },
    fix: { type: 'string', description: 'What to do about it' },
    retry: { type: 'string', enum: ['never', 'later', 'after-change'] },
    instance: { type: 'string', description: 'The id of the request, as in the log of the hub' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    evidence: { description: 'What was seen, for some codes' },
  },
}

async function generate(): Promise<OpenApiDocument> {
  const document = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(
    operations,
    {
      info: {
        title: `${productName} API`,
        version,
        description:
          'Lists are paged by cursor: give `next` of a page as `cursor`. A write sent with an `Idempotency-Key` happens once, however often it is sent; its answer is repeated. Errors are problem documents (RFC 9457).',
      },
      servers: [{ url: '/api/v1' }],
      security: [{ key: [] }, { session: [] }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key' },
          session: { type: 'apiKey', in: 'cookie', name: 'pressroom.session_token', description: 'Of our own pages' },
        },
        schemas: { Problem: problemSchema },
      },
    },
  )
  completeOperations(document)
  return document
}

/** Adds to each operation what it says of itself beside its schemas: who may call it, how it fails, how it is repeated. */
function completeOperations(document: OpenApiDocument): void {
  const metas = readMetas()
  for (const methods of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = methods?.[method]
      const meta = metas.get(operation?.operationId ?? '')
      if (operation === undefined || meta === undefined) continue
      const people = meta.people === true ? ' Not for keys.' : ''
      operation.description = [operation.description, needs[meta.permission] + people].filter(Boolean).join('\n\n')
      operation.responses = {
        ...operation.responses,
        default: {
          description: 'It did not happen',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      }
      if (meta.effect === 'read') continue
      operation.parameters = [
        ...(operation.parameters ?? []),
        { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } },
      ]
    }
  }
}

function readMetas(): Map<string, OperationMeta> {
  const metas = new Map<string, OperationMeta>()
  traverseContractProcedures({ router: operations, path: [] }, ({ contract, path }) => {
    metas.set(path.join('.'), contract['~orpc'].meta as OperationMeta)
  })
  return metas
}
