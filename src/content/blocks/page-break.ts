import { type Block, block } from './block.ts'

/** The two comments that mean something to WordPress: `<!--more-->` (with its own text) and `<!--nextpage-->`. */
export function buildPageBreak(comment: string): Block | null {
  if (comment === 'nextpage') return block('nextpage', {}, '<!--nextpage-->')
  const more = /^more(?: ([^<>&]{1,200}?))?$/.exec(comment)
  if (more === null) return null
  const text = more[1]?.trim() ?? ''
  // What could end the comment, or look like its end, cannot be kept.
  if (text === '' || text.includes('--')) return block('more', {}, '<!--more-->')
  return block('more', { customText: text }, `<!--more ${text}-->`)
}
