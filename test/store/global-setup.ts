import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { quickFolder } from '../quick-folder.ts'
import { type ServerPlace, stopServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's PostgreSQL lives, should a test need one. */
    postgresPlace: ServerPlace
  }
}

/** Gives the run folders for its PostgreSQL; nothing is started here, so that runs without a database stay quick. */
export default function setup(project: TestProject): () => Promise<void> {
  const programs = mkdtempSync(join(tmpdir(), 'pressroom-db-'))
  const data = mkdtempSync(join(quickFolder(), 'pressroom-db-'))
  const endWatch = watchOver({ programs, data })
  project.provide('postgresPlace', { programs, data })
  return async () => {
    await stopServer(data)
    endWatch()
    for (const path of [programs, data]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Outlives this process: when it is gone without having ended the PostgreSQL (`kill -9`), that is ended and its folders removed. */
const watch = `
while kill -0 "$1"; do sleep 2; done
read -r pid < "$3/postgres/postmaster.pid" && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.2; done
rm -rf "$2" "$3"
`

function watchOver({ programs, data }: ServerPlace): () => void {
  if (process.platform === 'win32') return () => undefined
  const watcher = spawn('sh', ['-c', watch, 'sh', String(process.pid), programs, data], {
    detached: true,
    stdio: 'ignore',
  })
  watcher.on('error', () => undefined)
  watcher.unref()
  return () => void watcher.kill()
}
