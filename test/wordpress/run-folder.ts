import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'pressroom-wp-'

/**
 * Makes a folder of one run, and removes those whose process is gone: a run that was killed ends its servers by the
 * kernel's help, its files are left to the next one. The path is short, because the path of a unix socket must be.
 */
export function makeRunFolder(parent = tmpdir().length > 40 ? '/tmp' : tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) removeFolder(join(parent, name))
  }
  return mkdtempSync(join(parent, `${prefix}${process.pid}-`))
}

/** Removes a run's folder; what belongs to another user stays. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
