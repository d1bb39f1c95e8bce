import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { type Key, parseKeys, writeKeys } from './keys.ts'

/**
 * Keys under a passphrase, for a backup that must stand alone: `w1.<log2 N>.<salt>.<nonce, ciphertext, tag>`, base64url.
 * scrypt with r 8 and p 1; N 2¹⁷ takes 128 MB and half a second, which is paid per backup and by whoever guesses.
 */
const usualCost = 17
const costs = { least: 14, most: 18 }
const nonceBytes = 12
const tagBytes = 16
const shortest = 12

/** Throws `bad_input` for a passphrase of fewer than 12 characters. */
export async function wrapKeys(keys: readonly Key[], passphrase: string): Promise<string> {
  if (passphrase.length < shortest)
    throw new HubError('bad_input', `The passphrase needs at least ${shortest} characters`)
  const salt = randomBytes(16)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await stretch(passphrase, salt, usualCost), nonce, {
    authTagLength: tagBytes,
  })
  const body = Buffer.concat([nonce, cipher.update(writeKeys(keys)), cipher.final(), cipher.getAuthTag()])
  return `w1.${usualCost}.${salt.toString('base64url')}.${body.toString('base64url')}`
}

/** Throws `backup_damaged` for what is not in that form, `key_wrong` for another passphrase. */
export async function unwrapKeys(wrapped: string, passphrase: string): Promise<Key[]> {
  const [, cost = '', salt = '', written = ''] = /^w1\.(\d{2})\.([\w-]{22})\.([\w-]{40,2000})$/.exec(wrapped) ?? []
  const body = Buffer.from(written, 'base64url')
  if (written === '' || Number(cost) < costs.least || Number(cost) > costs.most) {
    throw new HubError('backup_damaged', 'The wrapped key is not in a form that this version knows')
  }
  const secret = await stretch(passphrase, Buffer.from(salt, 'base64url'), Number(cost))
  const decipher = createDecipheriv('aes-256-gcm', secret, body.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAuthTag(body.subarray(-tagBytes))
  try {
    const opened = decipher.update(body.subarray(nonceBytes, -tagBytes))
    return parseKeys(Buffer.concat([opened, decipher.final()]).toString('utf8'))
  } catch (cause) {
    throw new HubError('key_wrong', 'The passphrase does not open the key in the backup', {
      cause,
      fix: 'Type the passphrase that the backup was made with.',
    })
  }
}

async function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost
  return await new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r: 8, p: 1, maxmem: 256 * N * 8 }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
