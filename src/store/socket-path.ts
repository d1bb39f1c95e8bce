import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HubError } from '../errors/hub-error.ts'

/** What fits into `sockaddr_un`, its closing zero not counted: 108 bytes on Linux, 104 on macOS and the BSDs. */
const longest = process.platform === 'linux' ? 107 : 103

/** Whether a unix socket can be bound at this path. */
export function fitsSocket(path: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(path) <= longest
}

/**
 * Where the owner of a data folder listens for command line calls: a socket in that folder. Where that path is too
 * long, in a folder of our own (0700) below the temporary one, named after the data folder; on Windows a named pipe.
 */
export function hubSocketPath(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\pressroom-${name}`
  const path = join(folder, 'hub.sock')
  return fitsSocket(path) ? path : join(privateFolder(`pressroom-${process.getuid?.() ?? 0}`), `${name}.sock`)
}

/** A folder in the shared temporary one that nobody else could have made: theirs could hold a socket that takes our calls. */
function privateFolder(name: string): string {
  const path = join(tmpdir(), name)
  mkdirSync(path, { mode: 0o700, recursive: true })
  const found = lstatSync(path)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new HubError('data_folder_unusable', `${path} belongs to somebody else, so the socket cannot be in it`)
  }
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700)
  return path
}
