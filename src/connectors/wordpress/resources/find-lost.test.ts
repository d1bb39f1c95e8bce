import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from '../../../../test/fault-proxy/fault-proxy.ts'
import { openSite } from '../../../../test/publishing/open-site.ts'
import { makePicture } from '../../../../test/publishing/picture.ts'
import type { VersionName } from '../../../../test/wordpress/cache.ts'
import { type Site, wordpress } from '../../../../test/wordpress/site.ts'
import { HubError } from '../../../errors/hub-error.ts'
import type { Action } from '../../action.ts'
import { fateOf, mayPass } from '../../write-fate.ts'
import { wordpressActions } from '../actions.ts'
import type { OpenWordPress } from '../open-site.ts'
import type { Input, Item } from './resource.ts'

const actions: Readonly<Record<string, Action<OpenWordPress>>> = { ...wordpressActions }
const fresh = (): string => randomBytes(6).toString('hex')
const paragraph = '<!-- wp:paragraph -->\n<p>Text & “more”</p>\n<!-- /wp:paragraph -->'

/** An input of each action that can be looked for; what it needs to be there may be made first. */
const inputs: Readonly<Record<string, (open: OpenWordPress, site: Site) => Promise<Input> | Input>> = {
  'posts.create': () => ({
    title: 'A post',
    content: paragraph,
    status: 'publish',
    key: `post${fresh()}`,
    tags: ['a', 'b & c'],
  }),
  'pages.create': () => ({ title: 'A page', content: '<p>Without blocks</p>', status: 'draft', key: `page${fresh()}` }),
  'blocks.create': () => ({ title: 'A pattern', content: paragraph, status: 'publish', key: `block${fresh()}` }),
  'navigation.create': () => ({
    title: 'A navigation',
    content: '<!-- wp:navigation-link {"label":"x","url":"/"} /-->',
    status: 'publish',
    key: `navi${fresh()}`,
  }),
  'media.upload': () => ({
    bytes: makePicture(Number.parseInt(fresh().slice(0, 6), 16)),
    name: 'p.png',
    alt_text: 'Ä',
  }),
  'categories.create': () => ({ name: `Ça va & ${fresh()}`, parent: 1 }),
  'tags.create': () => ({ name: `C++ ${fresh()}` }),
  'terms.create': () => ({ taxonomy: 'category', name: `日本 ${fresh()}`, slug: `slug-${fresh()}` }),
  'menus.create': () => ({ name: `Menu & ${fresh()}` }),
  'users.create': () => ({ username: `user${fresh()}`, email: `${fresh()}@example.com`, roles: ['author'] }),
  'comments.create': () => ({ post: 1, content: `Well, <em>${fresh()}</em> & more` }),
  'templates.create': () => ({ slug: `t-${fresh()}`, title: 'T', content: paragraph }),
  'template-parts.create': () => ({ slug: `p-${fresh()}`, title: 'P', area: 'header', content: paragraph }),
  'font-families.create': () => {
    const slug = `font-${fresh()}`
    return { font_family_settings: { name: slug, slug, fontFamily: 'Inter' } }
  },
  'font-faces.create': async (open, { url }) => {
    const slug = `font-${fresh()}`
    const settings = { name: slug, slug, fontFamily: 'Inter' }
    const family = (await run(open, 'font-families.create', { font_family_settings: settings })) as Item
    // WordPress puts quotes around a name with digits, and takes each face once, whatever its family.
    const name = fresh().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
    const face = { fontFamily: name, fontWeight: '700', fontStyle: 'italic', src: `${url}/a.woff2` }
    return { family: family.id, font_face_settings: face }
  },
}
/** Past all deadlines here; closing the proxy ends it. */
const stallMs = 10 * 60_000
/** Of writes whose answers are held: time to send fifteen of them at once, no more. */
const deadlineMs = 8000
const newestOnly = ['font-families.create', 'font-faces.create']

function actionOf(name: string): Action<OpenWordPress> {
  const action = actions[name]
  if (action === undefined) throw new Error(`There is no ${name}`)
  return action
}

async function run(open: OpenWordPress, name: string, input: unknown): Promise<unknown> {
  return actionOf(name).run(open, input)
}

const findable = Object.keys(actions).filter((name) => actions[name]?.find !== undefined)

test('every action that says it can be looked for is tried here', () => {
  expect(Object.keys(inputs).sort()).toEqual(findable.sort())
  expect(findable.every((name) => actions[name]?.effect === 'keyed' && actions[name]?.key !== undefined)).toBe(true)
})

describe.each(['oldest', 'newest'] satisfies VersionName[])(
  'on the %s WordPress, behind a network that loses answers',
  (version) => {
    const names = findable.filter((name) => version === 'newest' || !newestOnly.includes(name))
    let site: Site
    let proxy: FaultProxy
    let open: Awaited<ReturnType<typeof openSite>>
    beforeAll(async () => {
      site = await wordpress({ version })
      proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs, lagMs: 0 })
      open = await openSite({ url: proxy.url, ...site.users.administrator, perOrigin: names.length })
    })
    afterAll(async () => {
      await open.http.close()
      await proxy.close()
    })

    /** Does it while every write meets the fault; says what is found afterwards. */
    async function lose(
      name: string,
      input: Input,
      fault: 'cut' | 'errorAfter' | 'errorBefore',
    ): Promise<readonly unknown[]> {
      const action = actionOf(name)
      const since = (await action.baseline?.(open, input)) ?? null
      proxy.setRates({ [fault]: 1 })
      const error: unknown = await action.run(open, input).catch((thrown: unknown) => thrown)
      proxy.setRates({})
      if (!(error instanceof HubError)) throw new Error(`${name} went well through "${fault}"`)
      expect(fateOf(error)).toBe('unknown')
      return (await action.find?.(open, input, since)) ?? []
    }

    test.each(names)(
      '%s is found where it was done and its answer lost, and not where it was not done',
      async (name) => {
        const action = actionOf(name)
        const all = ['cut', 'errorAfter', 'errorBefore'] as const
        for (const fault of version === 'newest' || process.env.DEEP === '1' ? all : all.slice(0, 1)) {
          const input = (await action.input.parseAsync(await prepared(name))) as Input
          const found = await lose(name, input, fault)
          if (fault === 'errorBefore') {
            expect(found).toEqual([])
            const since = (await action.baseline?.(open, input)) ?? null
            const made = await action.run(open, input)
            expect(await action.find?.(open, input, since)).toEqual([expect.objectContaining(idOf(made))])
          } else {
            expect(found).toHaveLength(1)
            expect(action.verify?.(input, found[0]) ?? []).toEqual([])
            expect(action.output.safeParse(found[0]).success).toBe(true)
          }
        }
        const other = (await action.input.parseAsync(await prepared(name))) as Input
        expect(await action.find?.(open, other, (await action.baseline?.(open, other)) ?? null)).toEqual([])
      },
    )

    // All at once, so that their deadlines pass together.
    test('each is found where its answer was held past the deadline', async () => {
      const held = []
      for (const name of names) {
        const action = actionOf(name)
        const input = (await action.input.parseAsync(await prepared(name))) as Input
        held.push({ name, action, input, since: (await action.baseline?.(open, input)) ?? null })
      }
      proxy.setRates({ stallAfter: 1 })
      const notAfter = Date.now() + deadlineMs
      const errors = await Promise.all(
        held.map(({ action, input }) => action.run(open, input, { notAfter }).catch((thrown: unknown) => thrown)),
      )
      proxy.setRates({})
      expect(errors.map((error) => (error instanceof HubError ? [error.code, fateOf(error)] : error))).toEqual(
        held.map(() => ['answer_lost', 'unknown']),
      )
      for (const { name, action, input, since } of held) {
        // WordPress may still be at work when nobody waits any more.
        await expect.poll(() => action.find?.(open, input, since), { timeout: 20_000, message: name }).toHaveLength(1)
        expect(action.verify?.(input, (await action.find?.(open, input, since))?.[0]) ?? []).toEqual([])
      }
    })

    test.each(version === 'newest' ? names : [])('%s does not find what was there before it', async (name) => {
      const action = actionOf(name)
      const input = (await action.input.parseAsync(await prepared(name))) as Input
      const before = await action.run(open, input)
      expect(await lose(name, input, 'errorBefore')).toEqual([])
      // Of what may be there twice, the new one is found.
      if (name !== 'media.upload') return
      const [found, ...others] = await lose(name, input, 'cut')
      expect(others).toEqual([])
      expect(idOf(found)).not.toEqual(idOf(before))
    })

    test('a user whose name is taken is refused, though WordPress says so with 500', async () => {
      const input = await inputs['users.create']?.(open, site)
      await run(open, 'users.create', input)
      const error = await run(open, 'users.create', input).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'existing_user_login', evidence: { status: 500 } })
      expect([fateOf(error as HubError), mayPass(error as HubError)]).toEqual(['refused', false])
    })

    /** Its terms are there already, so that its own write is the first one. */
    async function prepared(name: string): Promise<Input> {
      const input = (await inputs[name]?.(open, site)) ?? {}
      for (const path of Array.isArray(input.tags) ? input.tags : [])
        await run(open, 'terms.provide', { taxonomy: 'post_tag', path })
      if (!(input.bytes instanceof Uint8Array)) return input
      return { ...input, bytes: Buffer.from(input.bytes).toString('base64') }
    }
  },
)

function idOf(made: unknown): Input {
  return { id: (made as Item).id }
}
