import { type ChildNode, contentOf, type Element, isElement } from '../html/node.ts'

/** What a `<figure>` shows and what stands below it. Wrappers around the only thing shown are seen through. */
export function figureParts(element: Element): { content: ChildNode[]; caption: readonly ChildNode[] } {
  const inside = contentOf(element)
  const caption = inside.find((node): node is Element => isElement(node, 'figcaption'))
  let content = inside.filter((node) => node !== caption)
  for (
    let only = content[0];
    content.length === 1 && only !== undefined && isElement(only, 'div', 'p');
    only = content[0]
  ) {
    if (only.attrs.some((attribute) => attribute.name === 'data-embed')) break
    content = contentOf(only)
  }
  return { content, caption: caption?.childNodes ?? [] }
}
