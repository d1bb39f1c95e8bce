import { attributeOf, type Element, isElement } from '../html/node.ts'
import { block, type Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { figureParts } from './figure.ts'
import { placeImage } from './inline-image.ts'
import { alignOf, supportOf } from './support.ts'
import { classList, openTag, type TagValue } from './tag.ts'

export const audio: BlockKind = {
  name: 'audio',
  tags: ['audio', 'figure'],
  build: (element, build) =>
    buildPlayer(element, 'audio', build, (player, src) => ({
      controls: true,
      src,
      autoplay: flagOf(player, 'autoplay'),
      loop: flagOf(player, 'loop'),
      preload: preloadOf(player),
    })),
}

export const video: BlockKind = {
  name: 'video',
  tags: ['video', 'figure'],
  build: (element, build) =>
    buildPlayer(element, 'video', build, (player, src) => {
      const poster = attributeOf(player, 'poster')
      const preload = preloadOf(player)
      return {
        autoplay: flagOf(player, 'autoplay'),
        // Without controls only what plays by itself can be seen at all.
        controls: flagOf(player, 'autoplay') === true ? flagOf(player, 'controls') : true,
        loop: flagOf(player, 'loop'),
        muted: flagOf(player, 'muted'),
        poster: poster === null || poster === '' ? null : placeImage(poster, build).url,
        preload: preload === 'metadata' ? null : preload,
        src,
        playsinline: flagOf(player, 'playsinline'),
      }
    }),
}

function buildPlayer(
  element: Element,
  name: 'audio' | 'video',
  build: Build,
  describe: (player: Element, src: string) => Record<string, TagValue>,
): ReturnType<BlockKind['build']> {
  const { content, caption } = element.tagName === 'figure' ? figureParts(element) : { content: [element], caption: [] }
  const [player, ...more] = content
  if (player === undefined || more.length > 0 || !isElement(player, name)) return null
  const source = attributeOf(player, 'src') ?? ''
  if (source === '') return []
  const placed = placeImage(source, build)
  const support = supportOf(element)
  const align = alignOf(element)
  const attributes: Record<string, Json> = placed.id === undefined ? {} : { id: placed.id }
  if (align !== null) attributes.align = align
  Object.assign(attributes, support.attributes)
  const open = openTag('figure', {
    id: support.id,
    class: classList(`wp-block-${name}`, align && `align${align}`, ...support.classes),
  })
  const text = build.text(caption)
  const figcaption = text === '' ? '' : `<figcaption class="wp-element-caption">${text}</figcaption>`
  return [
    block(name, attributes, `${open}${openTag(name, describe(player, placed.url))}</${name}>${figcaption}</figure>`),
  ]
}

function flagOf(player: Element, name: string): true | null {
  return attributeOf(player, name) === null ? null : true
}

function preloadOf(player: Element): string | null {
  return /^(?:auto|none|metadata)$/.exec(attributeOf(player, 'preload') ?? '')?.[0] ?? null
}
