import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { inLanes, nextPost, type Target, type Way } from './way.ts'

const manifest = resolve(import.meta.dirname, '../peers')
const folder = resolve(import.meta.dirname, '../../.cache/bench-peers')

/** What of `@activepieces/piece-wordpress` is used: its action, called with what its engine would give it. */
interface Pieces {
  readonly wordpress: { actions(): Record<string, { run(context: object): Promise<{ readonly body: unknown }> }> }
}

/** What of `wpapi` is used. */
type WpApi = new (options: object) => { posts(): { create(post: object): Promise<{ readonly id?: number }> } }

/** Installs the other programs where they are not there yet, by their lock file, outside this package. */
export function installPeers(): void {
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(manifest, file), join(folder, file))
  execFileSync('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  })
}

function load(name: string): unknown {
  return createRequire(join(folder, 'package.json'))(name)
}

/** Activepieces' "Create Post" step, without the engine around it, which would only make it slower. It asks whether the site is there before each post. */
export function activepieces({ url, username, applicationPassword, content }: Target, lanes: number): Way {
  const { wordpress } = load('@activepieces/piece-wordpress') as Pieces
  const step = wordpress.actions().create_post
  if (step === undefined) throw new Error('the piece has no step create_post')
  const auth = { type: 'CUSTOM_AUTH', props: { website_url: url, username, password: applicationPassword } }
  return {
    name: `activepieces, ${lanes} at once`,
    async prepare(count) {
      const posts = Array.from({ length: count }, () => nextPost(content))
      return () =>
        inLanes(posts, { lanes }, async ([propsValue]) => {
          const { body } = await step.run({ auth, propsValue })
          checkId(body)
        })
    },
  }
}

/** The client library for WordPress of the WP-API organisation. */
export function wpapi({ url, username, applicationPassword, content }: Target, lanes: number): Way {
  const Client = load('wpapi') as WpApi
  const client = new Client({ endpoint: `${url}/wp-json`, username, password: applicationPassword, auth: true })
  return {
    name: `wpapi, ${lanes} at once`,
    async prepare(count) {
      const posts = Array.from({ length: count }, () => nextPost(content))
      return () =>
        inLanes(posts, { lanes }, async ([post = {}]) => {
          checkId(await client.posts().create(post))
        })
    },
  }
}

function checkId(post: unknown): void {
  if (typeof post !== 'object' || post === null || !('id' in post)) throw new Error('answered without a post')
}
