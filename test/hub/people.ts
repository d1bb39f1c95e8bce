import { createHmac } from 'node:crypto'
import { insertUser, type User } from '../../src/accounts/users.ts'
import { actorOf } from '../../src/server/actor-of.ts'
import { type MemberRole, putMember } from '../../src/store/members.ts'
import { createProject, type Project } from '../../src/store/projects.ts'
import type { TestHub } from './in-process.ts'

export const password = 'planted correct horse'

let count = 0

/** A user with the password above; a member of the project, if one is given. */
export async function addUser(
  { hub }: TestHub,
  options: { readonly admin?: boolean; readonly project?: Project; readonly role?: MemberRole } = {},
): Promise<User> {
  count++
  const user = await insertUser(hub.store.db, {
    email: `person${count}@example.com`,
    name: `Person ${count}`,
    password,
    admin: options.admin ?? false,
  })
  if (options.project !== undefined) {
    await putMember(hub.store.db, { projectId: options.project.id, userId: user.id, role: options.role ?? 'viewer' })
  }
  return user
}

export async function addProject({ hub }: TestHub): Promise<Project> {
  count++
  return await createProject(hub.store.db, { name: `Project ${count}` })
}

export interface KeyOptions {
  readonly role?: MemberRole
  readonly operations?: readonly string[]
  readonly connectionIds?: readonly string[]
}

export async function addKey(
  { hub }: TestHub,
  project: Project,
  maker: User,
  options: KeyOptions = {},
): Promise<string> {
  const { role = 'owner', operations = null, connectionIds = null } = options
  const scope = { projectId: project.id, role, operations, connectionIds, createdBy: `user:${maker.id}` }
  return (await hub.accounts.createApiKey({ name: 'test', expiresInDays: 1, ...scope })).key
}

/** Who the hub takes the holder of a key for. */
export async function actorOfKey({ hub }: TestHub, key: string) {
  const caller = { channel: 'http', address: null, origin: null, loopback: false } as const
  return await actorOf(new Headers({ authorization: `Bearer ${key}` }), caller, hub.accounts)
}

/** The code that an authenticator app shows now for an otpauth address. */
export function totp(uri: string, now = Date.now()): string {
  const secret = fromBase32(new URL(uri).searchParams.get('secret') ?? '')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter.toUpperCase()).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
