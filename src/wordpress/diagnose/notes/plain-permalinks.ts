import type { NoteCheck } from '../check.ts'

export const plainPermalinks: NoteCheck = {
  code: 'plain_permalinks',
  look: ({ discovery }) =>
    discovery.root?.style === 'query'
      ? 'The site has plain permalinks, so its API is at ?rest_route=. Nothing needs fixing; Settings → Permalinks → Post name is nicer.'
      : null,
}
