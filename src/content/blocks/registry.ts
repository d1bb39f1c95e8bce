import { audio, video } from './audio-video.ts'
import type { BlockKind } from './build.ts'
import { buttons } from './buttons.ts'
import { code } from './code.ts'
import { details } from './details.ts'
import { embed } from './embed.ts'
import { file } from './file.ts'
import { gallery } from './gallery.ts'
import { heading } from './heading.ts'
import { image } from './image.ts'
import { list } from './list.ts'
import { math } from './math.ts'
import { paragraph } from './paragraph.ts'
import { preformatted } from './preformatted.ts'
import { quote } from './quote.ts'
import { separator } from './separator.ts'
import { table } from './table.ts'

/** Every kind of block that elements become. Of two kinds for one element, the earlier is asked first. */
const kinds: readonly BlockKind[] = [
  math,
  gallery,
  embed,
  buttons,
  file,
  image,
  table,
  audio,
  video,
  paragraph,
  heading,
  list,
  quote,
  code,
  preformatted,
  separator,
  details,
]

const byTag = new Map<string, BlockKind[]>()
for (const kind of kinds) {
  for (const tag of kind.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), kind])
}

export function kindsOf(tag: string): readonly BlockKind[] {
  return byTag.get(tag) ?? []
}
