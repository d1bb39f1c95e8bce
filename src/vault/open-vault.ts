import { createHmac } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { createKeyFile, keyFileOf, readKeyFile, replaceKeyFile } from './key-file.ts'
import { type Key, makeKeyText, parseKeys } from './keys.ts'
import { keyIdOf, openWith, placeOf, sealWith } from './seal.ts'
import { wrapKeys } from './wrap.ts'

/** Seals and opens secrets, each for the place in the database it belongs to (`placeOf`). Holds the keys; shows none. */
export interface Vault {
  /** The id of the key that seals. */
  readonly keyId: string
  seal(plaintext: string, place: string): string
  /** Throws `key_wrong` or `sealed_damaged`. */
  open(sealed: string, place: string): string
  /** The value under the key that seals now; null when it is already. */
  reseal(sealed: string, place: string): string | null
  /** Puts a new key first. Old values still open. Returns false when the environment gave several keys: its first one is the new one. */
  startRotation(): boolean
  /** Forgets the old keys. Only after everything, the canary too, was resealed. */
  finishRotation(): void
  /** Tells equal texts without telling what they are; another one after a rotation. */
  fingerprint(text: string): string
  /** All keys under a passphrase, for a backup. */
  wrap(passphrase: string): Promise<string>
}

export interface VaultSource {
  /** `PRESSROOM_KEY`, or null for the key file. */
  readonly key: string | null
  /** The data folder. */
  readonly folder: string
}

/** Where a sealed value is kept beside the secrets, which tells at start whether the key is the right one. */
export interface CanaryPlace {
  read(): Promise<string | null>
  /** Keeps it unless there is one; returns the one that stands. */
  provide(sealed: string): Promise<string>
}

const canaryPlace = placeOf('instance', 'canary', 'sealed')
const canaryText = 'canary'

/**
 * The vault with the key of the environment, or of the key file, which is made at the first start. Throws `key_invalid`,
 * `key_missing` (the database was sealed with a key, and there is none here) or `key_wrong`, all before anything is used.
 */
export async function openVault(source: VaultSource, canary: CanaryPlace): Promise<Vault> {
  const file = source.key === null ? keyFileOf(source.folder) : null
  const standing = await canary.read()
  const keys = readKeys(source.key, file, standing !== null)
  const [first] = keys
  if (first === undefined) throw new HubError('key_missing', 'There is no key')
  const sealed = standing ?? (await canary.provide(sealWith(first, canaryText, canaryPlace)))
  checkCanary(keys, sealed, file)
  return createVault(keys, file)
}

function readKeys(written: string | null, file: string | null, needed: boolean): Key[] {
  if (written !== null) return parseWritten(written)
  if (file === null) return []
  const found = readKeyFile(file)
  if (found !== null) return found
  // A new key would hide that the old one is gone.
  if (needed) throw new HubError('key_missing', `The credentials were sealed with a key, and ${file} is missing`)
  return createKeyFile(file)
}

function parseWritten(written: string): Key[] {
  try {
    return parseKeys(written)
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause
    throw new HubError('key_invalid', `PRESSROOM_KEY is not valid: ${cause.message}`, { cause })
  }
}

function checkCanary(keys: readonly Key[], sealed: string, file: string | null): void {
  try {
    openWith(keys, sealed, canaryPlace)
  } catch (cause) {
    const where = file ?? 'PRESSROOM_KEY'
    const theirs = keyIdOf(sealed, canaryPlace)
    const ours = keys.map(({ id }) => id).join(', ')
    throw new HubError('key_wrong', `The credentials were sealed with the key ${theirs}, but ${where} has ${ours}`, {
      cause,
    })
  }
}

/** A vault on these keys, which were checked. With `file`, rotation writes there. */
export function createVault(given: readonly Key[], file: string | null): Vault {
  let keys = [...given]
  function first(): Key {
    const [key] = keys
    if (key === undefined) throw new HubError('key_missing', 'There is no key')
    return key
  }
  return {
    get keyId() {
      return first().id
    },
    seal: (plaintext, place) => sealWith(first(), plaintext, place),
    open: (sealed, place) => openWith(keys, sealed, place),
    reseal(sealed, place) {
      if (keyIdOf(sealed, place) === first().id) return null
      return sealWith(first(), openWith(keys, sealed, place), place)
    },
    startRotation() {
      if (file === null) {
        if (keys.length > 1) return false
        throw new HubError('bad_input', 'The key is in PRESSROOM_KEY, so the new one must be put there', {
          fix: 'Make a key with "openssl rand -base64 32", set PRESSROOM_KEY to the new and the old key with a comma between, restart every process, and rotate again.',
        })
      }
      const rotated = [...parseKeys(makeKeyText()), ...keys]
      replaceKeyFile(file, rotated)
      keys = rotated
      return true
    },
    finishRotation() {
      keys = keys.slice(0, 1)
      if (file !== null) replaceKeyFile(file, keys)
    },
    fingerprint: (text) => createHmac('sha256', first().secret).update(`fingerprint\0${text}`).digest('hex'),
    wrap: async (passphrase) => await wrapKeys(keys, passphrase),
  }
}
