import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { HubError } from '../errors/hub-error.ts'
import { type Key, makeKeyText, parseKeys, writeKeys } from './keys.ts'

/** The key file of a data folder: keys one a line, 0600, the one that seals first. */
export function keyFileOf(folder: string): string {
  return join(folder, 'key')
}

/** Null when there is none. Throws `key_invalid`. A file that others may read is closed to them. */
export function readKeyFile(file: string): Key[] | null {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return null
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(file, 0o600)
  try {
    return parseKeys(readFileSync(file, 'utf8'))
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause
    throw new HubError('key_invalid', `${file}: ${cause.message}`, { cause })
  }
}

/** A new file with a new key; should another process have made one at this moment, that one. Never half-written, on the disk when this returns. */
export function createKeyFile(file: string): Key[] {
  const draft = writeDraft(file, `${makeKeyText()}\n`)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  flushFolder(dirname(file))
  const keys = readKeyFile(file)
  if (keys === null) throw new HubError('key_missing', `${file} was removed while it was made`)
  return keys
}

/** Replaces the file by these keys, at once or not at all. */
export function replaceKeyFile(file: string, keys: readonly Key[]): void {
  renameSync(writeDraft(file, writeKeys(keys)), file)
  flushFolder(dirname(file))
}

function writeDraft(file: string, text: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  return draft
}

/** A name is on the disk only when its folder is. Windows cannot do it and need not. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
