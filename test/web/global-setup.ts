import type { TestProject } from 'vitest/node'
import { buildWeb } from '../../tools/build-web.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the pages could not be built when the run began; null when they are those of the sources. */
    webBuildError: string | null
  }
}

/**
 * For vitest: the hubs of the tests serve the pages as they are now. Costs milliseconds when no page changed. Pages that
 * cannot be built fail their own tests (weight.test.ts), and not those of everybody else.
 */
export default async function setup(project: TestProject): Promise<void> {
  const error = await buildWeb().then(
    () => null,
    (thrown: unknown) => String(thrown),
  )
  project.provide('webBuildError', error)
}
