import type { Reporter, TestModule } from 'vitest/node'

/** Prints the plain last line `N passed, N failed`, which continuous integration reads. */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0
    let failed = unhandled.length
    for (const module of modules) {
      const before = passed + failed
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else failed++
      }
      // A file that failed to load has no tests, and must not look like success.
      if (passed + failed === before || module.errors().length > 0) failed++
    }
    process.once('exit', () => console.log(`\n${passed} passed, ${failed} failed`))
  }
}
