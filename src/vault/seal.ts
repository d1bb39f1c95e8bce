import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import type { Key } from './keys.ts'

/**
 * The sealed form, version 1: `v1.<key id>.<base64url of nonce, ciphertext, tag>`. AES-256-GCM, a random nonce of 12
 * bytes, a tag of 16. Authenticated along: `v1`, the key's id, and the place the value belongs to, so that a value
 * copied to another row or column does not open.
 */
const version = 'v1'
const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
/** A credential is some hundred bytes; nothing that is sealed comes near this. */
const longest = 1024 * 1024

/** The place of a value: its table, row and column, as in the database. */
export function placeOf(table: string, id: string, column: string): string {
  return `${table}/${id}/${column}`
}

export function sealWith(key: Key, plaintext: string, place: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key.secret, nonce, { authTagLength: tagBytes })
  cipher.setAAD(boundTo(key.id, place))
  const body = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${version}.${key.id}.${body.toString('base64url')}`
}

/** Throws `key_wrong` when none of the keys sealed it, `sealed_damaged` when it was changed or belongs to another place. */
export function openWith(keys: readonly Key[], sealed: string, place: string): string {
  const { keyId, body } = parse(sealed, place)
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined) throw new HubError('key_wrong', `${place} was sealed with the key ${keyId}, which is not here`)
  const decipher = createDecipheriv(algorithm, key.secret, body.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(boundTo(keyId, place))
  decipher.setAuthTag(body.subarray(-tagBytes))
  try {
    const opened = decipher.update(body.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([opened, decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new HubError('sealed_damaged', `${place} does not open: it was changed, or sealed for another place`, {
      cause,
    })
  }
}

/** Which key a value was sealed with. */
export function keyIdOf(sealed: string, place: string): string {
  return parse(sealed, place).keyId
}

function parse(sealed: string, place: string): { readonly keyId: string; readonly body: Buffer } {
  const match = sealed.length > longest * 2 ? null : /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/.exec(sealed)
  const [, keyId, written] = match ?? []
  const body = Buffer.from(written ?? '', 'base64url')
  if (keyId === undefined || body.length < nonceBytes + tagBytes) {
    throw new HubError('sealed_damaged', `${place} is not in the sealed form`)
  }
  return { keyId, body }
}

function boundTo(keyId: string, place: string): Buffer {
  return Buffer.from(`${version}\n${keyId}\n${place}`)
}
