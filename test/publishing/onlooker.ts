import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../wordpress/ask.ts'
import type { Site } from '../wordpress/site.ts'

/** A reader of the public site, looking all the time for what nobody should see. */
export interface Onlooker {
  /** What was public and not whole, each once. */
  stop(): Promise<readonly string[]>
}

interface PublicPost {
  readonly title: { readonly rendered: string }
  readonly content: { readonly rendered: string }
}

export function watchPublic(site: Site, isWhole: (post: PublicPost) => boolean): Onlooker {
  const halfMade = new Set<string>()
  let looking = true
  const look = async (): Promise<void> => {
    while (looking) {
      const url = `${site.url}/wp-json/wp/v2/posts?per_page=25&orderby=id&_fields=title,content`
      const { json } = await ask(url)
      const posts = Array.isArray(json) ? (json as PublicPost[]) : []
      for (const post of posts) if (!isWhole(post)) halfMade.add(post.title.rendered)
      await sleep(500)
    }
  }
  const looked = look()
  return {
    async stop() {
      looking = false
      await looked
      return [...halfMade]
    },
  }
}
