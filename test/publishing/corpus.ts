import { makePicture } from './picture.ts'

/** One article of the storm: text with an end that can be seen, some with pictures, several sharing one. */
export interface StormArticle {
  readonly title: string
  readonly markdown: string
  readonly tags: readonly string[]
  /** Bytes by the path that the text gives. */
  readonly pictures: ReadonlyMap<string, Buffer>
  readonly featured: string | null
}

/** Every second article has a picture, every tenth a featured one as well; five articles share each. */
export function makeCorpus(count: number): StormArticle[] {
  return Array.from({ length: count }, (_, index) => {
    const name = String(index).padStart(4, '0')
    const path = `pictures/${Math.floor(index / 10)}.png`
    const featured = index % 10 === 0 ? `pictures/featured-${Math.floor(index / 50)}.png` : null
    const pictures = new Map<string, Buffer>()
    if (index % 2 === 0) pictures.set(path, makePicture(Math.floor(index / 10)))
    if (featured !== null) pictures.set(featured, makePicture(10_000 + Math.floor(index / 50)))
    const image = index % 2 === 0 ? `![A picture](${path})\n\n` : ''
    const text = `It says **something** about ${name}, and then some more.\n\n`.repeat(5)
    return {
      title: `Article ${name}`,
      markdown: `${text}${image}## The end\n\nEND-${name}\n`,
      tags: [`tag ${index % 4}`],
      pictures,
      featured,
    }
  })
}
