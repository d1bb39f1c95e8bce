/** A page of docs/. */
export interface Topic {
  /** Its file without `.md`, and its place in the address. */
  readonly name: string
  readonly title: string
  readonly text: string
}

const files = import.meta.glob<string>('../../../docs/*.md', { query: '?raw', import: 'default', eager: true })

/** First what one begins with, last what is for those who work on Pressroom. Others stand between. */
const first = ['web', 'connecting', 'diagnosis', 'connections', 'publishing', 'webflow', 'webhooks', 'hub']
const last = ['library', 'contributing', 'architecture']

/** All pages, in the order of reading. */
export const topics: readonly Topic[] = Object.entries(files)
  .map(([path, text]) => {
    const name = path.replace(/^.*\/|\.md$/g, '')
    return { name, text, title: /^# +(.+)$/m.exec(text)?.[1] ?? name }
  })
  .sort((a, b) => placeOf(a.name) - placeOf(b.name) || a.name.localeCompare(b.name))

function placeOf(name: string): number {
  if (first.includes(name)) return first.indexOf(name)
  return last.includes(name) ? 200 + last.indexOf(name) : 100
}

/** A part of a page that has all the words. */
export interface Found {
  readonly topic: Topic
  readonly heading: string
  /** The id of the heading, as `anchorOf` makes it. */
  readonly anchor: string
  readonly excerpt: string
}

const mostFound = 30

/** Parts of pages that have every word, those with a word in their heading first. */
export function searchTopics(words: string): Found[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1)
  if (wanted.length === 0) return []
  const found = topics.flatMap((topic) =>
    topic.text.split(/^(?=#{1,3} )/m).flatMap((part) => {
      const text = part.toLowerCase()
      if (!wanted.every((word) => text.includes(word))) return []
      const heading = /^#+ +(.+)$/m.exec(part)?.[1]?.replaceAll('`', '') ?? topic.title
      const weight = wanted.filter((word) => heading.toLowerCase().includes(word)).length
      return [{ topic, heading, anchor: anchorOf(heading), excerpt: excerptOf(part, wanted[0] ?? ''), weight }]
    }),
  )
  return found.sort((a, b) => b.weight - a.weight).slice(0, mostFound)
}

/** As GitHub makes it, so that links within docs/ work in both places. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function excerptOf(part: string, word: string): string {
  const text = part
    .replace(/^#+ .*$/m, '')
    .replace(/[`*|]+|-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const near = text.toLowerCase().indexOf(word) - 60
  const at = near <= 0 ? 0 : text.indexOf(' ', near) + 1
  return `${at > 0 ? '… ' : ''}${text.slice(at, at + 180)}${text.length > at + 180 ? ' …' : ''}`
}
