import { type Closer, closed, closedNote } from './closed-to-strangers.ts'

const plugin: Closer = {
  code: 'perfmatters',
  plugin: 'Perfmatters',
  envelope: 'rest_authentication_error',
  open: 'In WordPress → Settings → Perfmatters → General: set "Disable REST API" to "Disable when logged out", or to "Default (enabled)".',
}

export const perfmatters = closed(plugin)
export const perfmattersNote = closedNote(plugin)
