import { type Closer, closed, closedNote } from './closed-to-strangers.ts'

const plugin: Closer = {
  code: 'patchstack',
  plugin: 'Patchstack',
  envelope: 'rest_authorization_required',
  open: 'In WordPress → Settings → Security (Patchstack) → Hardening: switch off "Restrict access to the REST API".',
}

export const patchstack = closed(plugin)
export const patchstackNote = closedNote(plugin)
