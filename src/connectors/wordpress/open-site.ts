import { HubError } from '../../errors/hub-error.ts'
import type { WordPressClient } from '../../wordpress/client.ts'
import type { PostTypeFacts, SiteFacts } from './facts.ts'

/** A connected WordPress site, as its actions get it. */
export interface OpenWordPress {
  readonly client: WordPressClient
  readonly facts: SiteFacts
}

/** Throws `bad_input`. */
export function typeOf(site: OpenWordPress, name: string): PostTypeFacts {
  const type = site.facts.types.get(name)
  if (type !== undefined) return type
  const known = [...site.facts.types.keys()].filter((candidate) => !candidate.startsWith('wp_')).slice(0, 20)
  throw new HubError('bad_input', `The site has no post type "${name.slice(0, 50)}", or does not show it to its API`, {
    fix: `Use one of: ${known.join(', ')}. A type of a plugin must be registered with show_in_rest.`,
  })
}
