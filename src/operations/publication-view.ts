import { z } from 'zod'
import type { Publication } from '../store/publications.ts'
import { describeKeptNotes } from './content-note.ts'
import { moment } from './pages.ts'

export const publicationState = z.enum([
  'planned',
  'sending',
  'unknown',
  'live',
  'scheduled',
  'draft',
  'trashed',
  'gone',
  'failed',
  'conflict',
  'paused',
  'cancelled',
])

/** A publication as everybody may see it who sees its connection. */
export const publicationView = z.object({
  id: z.string(),
  article: z.string(),
  connection: z.string(),
  state: publicationState,
  action: z.enum(['publish', 'unpublish', 'trash', 'restore', 'delete']),
  version: z.number().describe('Of the article that is wanted there'),
  result: z.enum(['created', 'updated', 'unchanged', 'removed']).nullable(),
  remoteId: z.union([z.number(), z.string()]).nullable().describe('A number on WordPress, a text elsewhere'),
  url: z.string().nullable(),
  status: z.string().nullable().describe('As the site said it last'),
  receipt: z.record(z.string(), z.unknown()).nullable().describe('What was sent against what the site stored'),
  error: z.record(z.string(), z.unknown()).nullable(),
  requests: z
    .number()
    .describe('Sent since it was last asked for: writes of the article, and looks for what became of them'),
  updatedAt: moment,
})

export function viewPublication(row: Publication): z.infer<typeof publicationView> {
  const { id, state, action, version, result, remoteId, remoteRef, receipt, error, requests } = row
  return {
    ...{ id, state, action, version, result, remoteId: remoteRef ?? remoteId, requests },
    article: row.articleId,
    connection: row.connectionId,
    url: row.remoteUrl,
    status: row.remoteStatus,
    receipt: receipt === null ? null : { ...receipt, notes: describeKeptNotes(receipt.notes) },
    error: error === null ? null : { ...error },
    updatedAt: row.updatedAt.toISOString(),
  }
}
