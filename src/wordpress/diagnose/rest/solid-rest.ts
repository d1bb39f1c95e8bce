import { type Closer, closed, closedNote } from './closed-to-strangers.ts'

const plugin: Closer = {
  code: 'solid_rest',
  plugin: 'Solid Security (once iThemes, now Kadence Security)',
  envelope: 'itsec_rest_api_access_restricted',
  open: 'In WordPress → Security → Settings → Advanced → WordPress Tweaks: set "REST API" to "Default access".',
}

export const solidRest = closed(plugin)
export const solidRestNote = closedNote(plugin)
