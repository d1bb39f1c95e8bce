import { HubError } from '../../errors/hub-error.ts'
import type { HttpSession } from '../../http/client.ts'
import type { WordPressClient } from '../../wordpress/client.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import { readPage } from '../../wordpress/page.ts'

/** What a site runs on, as far as it tells this user. */
export interface SiteEnvironment {
  readonly version: string | null
  readonly php: string | null
}

/** An ability that WordPress has from 6.9 on, for administrators. */
const ability = '/wp-abilities/v1/abilities/core/get-environment-info/run'
const pageLimits = { bytes: 512 * 1024 }

/**
 * The versions of WordPress and PHP: from the site's own ability where the user may run it, else from what the home page
 * and its headers let slip. One request, or two. `null` for what is not told. Throws what the client throws for a site that
 * does not answer.
 */
export async function readEnvironment(
  client: WordPressClient,
  session: HttpSession,
  { home, administers, namespaces }: { home: URL; administers: boolean; namespaces: readonly string[] },
): Promise<SiteEnvironment> {
  if (administers && namespaces.includes('wp-abilities/v1')) {
    const told = await runAbility(client)
    if (told !== null) return told
  }
  const { response, url } = await session.exchange({
    url: home,
    purpose: 'home page',
    onTooLarge: 'truncate',
    limits: pageLimits,
  })
  if (response === null) return { version: null, php: null }
  const php = /\bPHP\/(\d+\.\d+(?:\.\d+)?)/.exec(response.headers['x-powered-by'] ?? '')?.[1] ?? null
  return { version: readPage(response, url).version, php }
}

async function runAbility(client: WordPressClient): Promise<SiteEnvironment | null> {
  try {
    const { wp_version: version, php_version: php } = fields((await client.get(ability)).json?.value)
    return { version: versionOf(version), php: versionOf(php) }
  } catch (error) {
    // Switched off, or not for this user: the page is asked instead.
    if (error instanceof HubError && error.code.startsWith('rest_')) return null
    throw error
  }
}

function versionOf(value: unknown): string | null {
  return /^\d+\.\d+[\w.+-]{0,40}/.exec(stringOf(value, 60) ?? '')?.[0] ?? null
}
