import type { NoteCheck } from '../check.ts'

export const siteurlDiffers: NoteCheck = {
  code: 'siteurl_differs',
  look({ discovery }) {
    const { index } = discovery
    if (index === null || index.url === '' || index.home === '') return null
    const plain = (url: string): string => url.replace(/\/+$/, '')
    if (plain(index.url) === plain(index.home)) return null
    return `WordPress itself lives at ${index.url.slice(0, 200)}, the site at ${index.home.slice(0, 200)}. We use both as they are.`
  },
}
