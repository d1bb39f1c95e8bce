/** One way of publishing articles to the site. */
export interface Way {
  readonly name: string
  /** What the others are measured by: the best that the site itself can do. */
  readonly isYardstick?: boolean
  /** Makes ready so many new articles, untimed, and gives what publishes them. */
  prepare(count: number): Promise<() => Promise<void>>
}

/** The site, as every way gets it. */
export interface Target {
  readonly url: string
  readonly username: string
  readonly applicationPassword: string
  /** The content of each article. */
  readonly content: string
}

let made = 0

/** The next article: every one has a title of its own. */
export function nextPost(content: string): { title: string; content: string; status: string } {
  made += 1
  return { title: `Article ${made}`, content, status: 'publish' }
}

/** Sends parts of so many until nothing is left, so many lanes at once. */
export async function inLanes<T>(
  all: readonly T[],
  { lanes, size = 1 }: { readonly lanes: number; readonly size?: number },
  send: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  const waiting = [...all]
  const lane = async (): Promise<void> => {
    for (let part = waiting.splice(0, size); part.length > 0; part = waiting.splice(0, size)) await send(part)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
