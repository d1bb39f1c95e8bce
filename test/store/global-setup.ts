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
  project.provide('postgresFolder', path)
  return async () => {
    await stopServer(path)
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}
