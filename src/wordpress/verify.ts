import { randomUUID } from 'node:crypto'
import type { HttpSession } from '../http/client.ts'
import { type Answer, headerOf, isAuthenticatedReply, readAnswer, statusOf } from './answer.ts'
import type { ApiRoot } from './api-root.ts'
import { cacheMarkOf } from './cache-mark.ts'
import { authorizationOf, type Credential } from './credentials.ts'
import { fields, stringOf, stringsOf } from './json.ts'

/** What the user behind a credential may do, from WordPress's own capabilities. */
export interface Can {
  /** Write drafts (`edit_posts`). */
  readonly write: boolean
  readonly publish: boolean
  readonly upload: boolean
  readonly editOthers: boolean
  /** Create categories and tags. */
  readonly terms: boolean
  /** Keep iframes and scripts in what they write. */
  readonly unfilteredHtml: boolean
  readonly administer: boolean
}

export interface SiteUser {
  /** `null` where the site hides its users even from themselves. */
  readonly id: number | null
  readonly name: string
  readonly roles: readonly string[]
  readonly can: Can
}

export interface Verification {
  /** The answer to `users/me`. */
  readonly answer: Answer
  /** Who we are, when the credential works; what they may do is another question. */
  readonly user: SiteUser | null
  /** The answer of the second oracle, `posts`, where it was needed. */
  readonly posts: Answer | null
  /** The login the site answered for, when it is another than ours, or ours to anybody: a cache between us mixes users up. */
  readonly otherUser: string | null
}

const capabilities: Record<keyof Can, string> = {
  write: 'edit_posts',
  publish: 'publish_posts',
  upload: 'upload_files',
  editOthers: 'edit_others_posts',
  terms: 'manage_categories',
  unfilteredHtml: 'unfiltered_html',
  administer: 'manage_options',
}

/**
 * Asks the site who we are. Only `users/me` with an id and our own login proves a credential: public routes answer 200
 * to gibberish. One request; a second where capabilities say no (network administrators have none listed); two more where the site hides users.
 */
export async function verify(session: HttpSession, root: ApiRoot, credential: Credential): Promise<Verification> {
  const ask = async (
    purpose: string,
    path: string,
    query: Record<string, string | number>,
    as: Credential | null = credential,
  ): Promise<Answer> =>
    readAnswer(
      await session.exchange({
        // The nonce keeps caches from answering for somebody else.
        url: root.route(path, { ...query, pressroom: randomUUID().slice(0, 8) }),
        purpose,
        ...(as === null ? {} : { authorization: authorizationOf(as) }),
        limits: { bytes: 2 * 1024 * 1024 },
      }),
    )
  const answer = await ask('who are we', '/wp/v2/users/me', { context: 'edit' })
  const user = readUser(answer)
  if (user === null) {
    if (!hidesUsers(answer)) return { answer, user: null, posts: null, otherUser: null }
    const question = { context: 'edit', per_page: 1, _fields: 'id' }
    const posts = await ask('may we edit posts', '/wp/v2/posts', question)
    // A site that answers strangers alike proves nothing, whatever its headers say.
    const works =
      isListForUser(posts) && !isListForUser(await ask('may strangers edit posts', '/wp/v2/posts', question, null))
    return {
      answer,
      user: works ? { id: null, name: credential.username, roles: [], can: allowed(posts) } : null,
      posts,
      otherUser: null,
    }
  }
  if (!user.logins.includes(credential.username.trim().toLowerCase())) {
    return { answer, user: null, posts: null, otherUser: user.logins[0] ?? 'another user' }
  }
  if (cacheMarkOf(answer) !== null) {
    // A cache that ignores the Authorization header hands to anybody what it kept for us.
    const strangers = await ask('what does a stranger get', '/wp/v2/users/me', { context: 'edit' }, null)
    if (readUser(strangers) !== null) return { answer, user: null, posts: null, otherUser: credential.username }
  }
  if (user.can.write) return { answer, user: plain(user), posts: null, otherUser: null }
  const posts = await ask('may we write posts', '/wp/v2/posts', { per_page: 1, _fields: 'id' })
  const can = allowed(posts)
  return { answer, user: { ...plain(user), can: can.write ? can : user.can }, posts, otherUser: null }
}

interface KnownUser extends SiteUser {
  /** Lower case: login, e-mail, slug. */
  readonly logins: readonly string[]
}

function readUser(answer: Answer): KnownUser | null {
  const me = fields(answer.json?.value)
  if (statusOf(answer) !== 200 || typeof me.id !== 'number' || !Number.isSafeInteger(me.id) || me.id <= 0) return null
  const has = fields(me.capabilities)
  const logins = [me.username, me.email, me.slug].flatMap((value) => stringOf(value)?.toLowerCase() ?? [])
  // Only context=edit, which needs a login, has roles and the login name.
  if (!Array.isArray(me.roles) && typeof me.username !== 'string') return null
  return {
    id: me.id,
    name: stringOf(me.name) ?? '',
    roles: stringsOf(me.roles, 50),
    can: canFrom((capability) => has[capability] === true || has[capability] === 1 || has[capability] === '1'),
    logins,
  }
}

function canFrom(has: (capability: string) => boolean): Can {
  return {
    write: has(capabilities.write),
    publish: has(capabilities.publish),
    upload: has(capabilities.upload),
    editOthers: has(capabilities.editOthers),
    terms: has(capabilities.terms),
    unfilteredHtml: has(capabilities.unfilteredHtml),
    administer: has(capabilities.administer),
  }
}

/**
 * What the `Allow` header of `/posts` grants: it names POST only to those who may create. Who may and has no capability
 * listed is a network administrator, or mapped by a plugin; what cannot be seen is not promised.
 */
function allowed(posts: Answer): Can {
  const may = /\bPOST\b/.test(headerOf(posts, 'allow')) && isAuthenticatedReply(posts)
  return {
    write: may,
    publish: may,
    upload: may,
    terms: may,
    editOthers: false,
    unfilteredHtml: false,
    administer: false,
  }
}

function plain({ id, name, roles, can }: KnownUser): SiteUser {
  return { id, name, roles, can }
}

function isListForUser(posts: Answer): boolean {
  return statusOf(posts) === 200 && Array.isArray(posts.json?.value) && isAuthenticatedReply(posts)
}

/** Whether the site refuses the users route itself, which says nothing about the credential. */
function hidesUsers(answer: Answer): boolean {
  const code = answer.envelope?.code
  return (
    code === 'rest_user_cannot_view' ||
    code === 'rest_no_route' ||
    (isAuthenticatedReply(answer) && statusOf(answer) >= 400)
  )
}
