import type { NoteCheck } from '../check.ts'

export const plainPermalinks: NoteCheck = {
  code: 'plain_permalinks',
  look({ discovery }) {
    if (discovery.root?.style !== 'query') return null
    // Where the site names another address, which does not work, root_guessed tells it.
    const named = discovery.best.page?.roots ?? []
    if (named.length > 0 && !named.some((root) => root.searchParams.has('rest_route'))) return null
    return 'The site has plain permalinks, so its API is at ?rest_route=. Nothing needs fixing; Settings → Permalinks → Post name is nicer.'
  },
}
