import type { Attributes, Block, Json } from './block.ts'
import { stripDelimiters } from './delimiter.ts'

/** Attributes that every block or a block support adds, in the order in which WordPress registers them behind a block's own. */
const supports = 'lock metadata align className style layout ariaLabel anchor allowedBlocks settings'.split(' ')

/** Blocks as `post_content`, byte for byte as the newest editor saves them. */
export function serializeBlocks(blocks: readonly Block[]): string {
  return blocks.map(serializeBlock).join('\n\n')
}

function serializeBlock(block: Block): string {
  if (block.raw !== undefined) return block.raw
  const ordered = orderAttributes(block.attributes)
  const json = Object.keys(ordered).length === 0 ? '' : `${escapeJson(ordered)} `
  const html = `${block.open}${serializeBlocks(block.inner)}${block.close}`
  if (html === '') return `<!-- wp:${block.name} ${json}/-->`
  return `<!-- wp:${block.name} ${json}-->\n${html}\n<!-- /wp:${block.name} -->`
}

/** Blocks as HTML without any block comment, for sites whose firewall refuses them. */
export function serializePlain(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.raw !== undefined) return stripDelimiters(block.raw).trim()
      if (block.plain !== undefined) return block.plain
      return `${block.open}${serializePlain(block.inner)}${block.close}`
    })
    .filter((html) => html !== '')
    .join('\n\n')
}

function orderAttributes(attributes: Attributes): Attributes {
  const own = Object.entries(attributes).filter(([name]) => !supports.includes(name))
  const added = supports.flatMap((name) => {
    const value = attributes[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries([...own, ...added])
}

/** JSON that cannot end the comment it stands in, escaped as `serializeAttributes` of the editor does. */
export function escapeJson(value: Json): string {
  return JSON.stringify(value)
    .replaceAll('\\\\', '\\u005c')
    .replaceAll('--', '\\u002d\\u002d')
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\\"', '\\u0022')
}
