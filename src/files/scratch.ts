import { openAsBlob } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The most that one file may have on its way through, in bytes. On the disk: in memory it never is as a whole. */
export const largestFile = 256 * 1024 * 1024

/**
 * Where files lie while they pass: what comes in faster than it goes out, or has to be sent a second time, needs a place,
 * and memory is none for 256 MB times everybody.
 */
export interface Scratch {
  /** A new file, which nobody but this account may read. To be released however its work ends. */
  create(): Promise<ScratchFile>
}

/** States: **open** (`write`) → **complete** (`read` was called) → **released** (gone from the disk; its Blob fails). */
export interface ScratchFile {
  write(chunk: Uint8Array): Promise<void>
  /** What was written, read from the disk each time somebody asks for it. */
  read(): Promise<Blob>
  /** Safe to call twice. */
  release(): Promise<void>
}

/** Takes a folder for it, and empties it of what a crash left: it belongs to this process alone. */
export async function openScratch(folder: string): Promise<Scratch> {
  await rm(folder, { recursive: true, force: true })
  let count = 0
  return {
    async create() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, String(++count))
      const file = await open(path, 'wx', 0o600)
      return {
        write: (chunk) => file.appendFile(chunk),
        async read() {
          await file.close()
          return openAsBlob(path)
        },
        async release() {
          await file.close()
          await rm(path, { force: true })
        },
      }
    },
  }
}
