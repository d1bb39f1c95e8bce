import type { Reporter, TestModule } from 'vitest/node'

/** Prints the plain last line `N passed, N failed, N skipped`, which continuous integration reads. */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) {
        const { state } = test.result()
        count[state === 'pending' ? 'failed' : state]++
      }
      // A file that failed to load has no tests, and must not look like success.
      if (tests.length === 0 || module.errors().length > 0) count.failed++
    }
    const skipped = count.skipped === 0 ? '' : `, ${count.skipped} skipped`
    process.once('exit', () => console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`))
  }
}
