import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes of work in few lines: begun last, one of them would keep a core busy while the other has nothing left to do. */
const longest = ['test/web/pages.test.ts', 'test/hub/one-owner.test.ts', 'test/hub/crash.test.ts']

/** Mostly waiting and starting programs, for what others test through the API or in the browser: run with `DEEP=1`. */
const deep = [
  'test/cli/act.test.ts',
  'test/cli/articles.test.ts',
  'test/web/articles-hub-away.test.ts',
  'src/wordpress/diagnose/time.test.ts',
]

// Node keeps there what it compiled, TypeScript too: a program that a test starts needs half the time. Tests hand it on.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache/compiled')

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((path) => moduleId.endsWith(path))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    globalSetup: ['./test/wordpress/global-setup.ts', './test/store/global-setup.ts', './test/web/global-setup.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env.DEEP === undefined ? deep : [])],
    // On two cores: a worker waits a third of its time (for hubs that start, for leases and time limits that end).
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // For what hangs: no test needs that long, but a busy machine can be many times slower than a quiet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Hundreds of real programs share two cores: one miss of one of them fails no run, and is named at its end (`test/reporter.ts`).
    retry: 1,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './test/reporter.ts'],
  },
})
