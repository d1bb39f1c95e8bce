import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's PostgreSQL lives, should a test need one. */
    postgresFolder: string
  }
}

/** Gives the run a folder for its PostgreSQL; nothing is started here, so that runs without a database stay quick. */
export default function setup(project: TestProject): () => Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'pressroom-db-'))
  const endWatch = watchOver(path)
  project.provide('postgresFolder', path)
  return async () => {
    await stopServer(path)
    endWatch()
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Outlives this process: when it is gone without having ended the PostgreSQL (`kill -9`), that is ended and its folder removed. */
const watch = `
while kill -0 "$1"; do sleep 2; done
read -r pid < "$2/postgres/postmaster.pid" && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.2; done
rm -rf "$2"
`

function watchOver(path: string): () => void {
  if (process.platform === 'win32') return () => undefined
  const watcher = spawn('sh', ['-c', watch, 'sh', String(process.pid), path], { detached: true, stdio: 'ignore' })
  watcher.on('error', () => undefined)
  watcher.unref()
  return () => void watcher.kill()
}
