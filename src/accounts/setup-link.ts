import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'
import { getInstanceValue, setInstanceValue } from '../store/instance.ts'
import type { Db, Store } from '../store/open-store.ts'
import { provideProject } from '../store/projects.ts'
import { addMember } from './add-member.ts'
import { countUsers, insertUser, type NewUser, type User } from './users.ts'

/**
 * The link that makes the first account, printed when the hub starts. States of a hub: **empty** (each start adds a link,
 * each good for a day) → the first link used → **set up** (no link works again, none is made). Only hashes are kept.
 */
const hours = 24
const setupLock = 7_305_873_612
/** Of several processes that start on one empty database, each prints a link of its own, and all of them work. */
const most = 20
const name = 'setup'

interface KeptLink {
  readonly hash: string
  readonly expiresAt: string
}

/** A new token for the link; null when there are accounts already. */
export async function provideSetupToken(store: Store): Promise<string | null> {
  return await store.transaction(async (tx) => {
    await lock(tx)
    if ((await countUsers(tx)) > 0) return null
    const token = randomBytes(24).toString('base64url')
    const expiresAt = new Date(Date.now() + hours * 3600_000).toISOString()
    await setInstanceValue(tx, name, [...(await readLinks(tx)), { hash: hash(token), expiresAt }].slice(-most))
    return token
  })
}

/** Whether a link with this token would make the first account now. */
export async function isSetupToken(db: Db, token: string): Promise<boolean> {
  return (await countUsers(db)) === 0 && (await readLinks(db)).some((link) => link.hash === hash(token))
}

/**
 * Makes the first account, an administrator and the owner of the first project. Throws `link_invalid` when the token is
 * wrong, expired or used: of two tabs that send the form at once, one makes the account and the other is told.
 */
export async function createFirstUser(store: Store, token: string, user: Omit<NewUser, 'admin'>): Promise<User> {
  return await store.transaction(async (tx) => {
    await lock(tx)
    if (!(await isSetupToken(tx, token))) {
      throw new HubError('link_invalid', 'This link was used already, or it has expired', {
        fix: 'Log in, if there is an account; otherwise restart the hub: it prints a new link.',
      })
    }
    const first = await insertUser(tx, { ...user, admin: true })
    const project = await provideProject(tx, 'Default')
    await addMember(tx, { projectId: project.id, userId: first.id, role: 'owner' })
    await setInstanceValue(tx, name, [])
    return first
  })
}

async function lock(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${setupLock})`.execute(tx)
}

async function readLinks(db: Db): Promise<KeptLink[]> {
  const kept = await getInstanceValue(db, name)
  const links = Array.isArray(kept) ? (kept as KeptLink[]) : []
  return links.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now())
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
