import { attributeOf, classesOf, type Element } from '../html/node.ts'
import type { Json } from './block.ts'

/** What any block may carry beside its own attributes: comment attributes, and what they make of the HTML. */
export interface Support {
  readonly attributes: Record<string, Json>
  readonly id: string | null
  /** Classes that go into the `class` attribute behind the block's own. */
  readonly classes: readonly string[]
}

/** Classes that WordPress makes itself; in imported HTML they say nothing that the block does not say. */
const generated =
  /^(?:wp-|has-|is-(?!style-)|align|size-|columns-|blocks-gallery|lang(?:uage)?-|Mso|footnote|attachment-|post-)/

/** Anchor and own classes of an element. */
export function supportOf(element: Element): Support {
  const id = anchorOf(element)
  const own = classesOf(element).filter((name) => !generated.test(name))
  const attributes: Record<string, Json> = {}
  if (id !== null) attributes.anchor = id
  if (own.length > 0) attributes.className = own.join(' ')
  return { attributes, id, classes: own }
}

/** An id that the editor takes as an anchor: no white space. */
function anchorOf(element: Element): string | null {
  const id = attributeOf(element, 'id')
  return id === null || id === '' || /[\s"<>&]/.test(id) ? null : id
}

/** `left`, `center`, `right` of a text: from its style, its `align` or the class of the editor. */
export function textAlignOf(element: Element): 'left' | 'center' | 'right' | null {
  const style = /(?:^|;)\s*text-align\s*:\s*(left|center|right)\b/i.exec(attributeOf(element, 'style') ?? '')?.[1]
  const attribute = /^(left|center|right)$/i.exec(attributeOf(element, 'align') ?? '')?.[1]
  const named = classesOf(element)
    .find((name) => /^has-text-align-(?:left|center|right)$/.test(name))
    ?.slice(15)
  return ((style ?? attribute ?? named)?.toLowerCase() as 'left' | 'center' | 'right' | undefined) ?? null
}

/** `left`, `center`, `right`, `wide` or `full` of a whole block: from the classes of the editor. */
export function alignOf(element: Element): string | null {
  return (
    classesOf(element)
      .find((name) => /^align(?:left|center|right|wide|full)$/.test(name))
      ?.slice(5) ?? null
  )
}
