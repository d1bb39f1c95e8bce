import type { UploadedImage } from '../blocks/build.ts'
import { attributeOf, classesOf, findElement, isElement, type ParentNode } from '../html/node.ts'
import { parseHtml } from '../html/parse.ts'

/** The images of a post's content that the site knows by an id, by their address. */
export function readImages(raw: string): Map<string, UploadedImage> {
  const found = new Map<string, UploadedImage>()
  const visit = (parent: ParentNode): void => {
    for (const node of parent.childNodes) {
      if (!isElement(node)) continue
      const img =
        node.tagName === 'figure' || node.tagName === 'p'
          ? findElement(node, (inside) => inside.tagName === 'img')
          : null
      const url = img === null ? null : attributeOf(img, 'src')
      const id =
        img === null
          ? undefined
          : classesOf(img)
              .find((name) => /^wp-image-\d{1,15}$/.test(name))
              ?.slice(9)
      const size = classesOf(node)
        .find((name) => name.startsWith('size-'))
        ?.slice(5)
      if (url !== null && id !== undefined && !found.has(url))
        found.set(url, { id: Number(id), url, ...(size === undefined ? {} : { size }) })
      visit(node)
    }
  }
  visit(parseHtml(raw))
  return found
}
