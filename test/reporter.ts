import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints the plain last line `N passed, N failed, N skipped`, which continuous integration reads, and before it the tests that passed at
 * their second try: each is a fault, of the test or of what it tests.
 */
export default class PlainLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const unsteady: string[] = []
    const count = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) {
        const { state } = test.result()
        count[state === 'pending' ? 'failed' : state]++
        if (test.diagnostic()?.flaky === true) unsteady.push(`${module.relativeModuleId}: ${test.fullName}`)
      }
      // A file that failed to load has no tests, and must not look like success.
      if (tests.length === 0 || module.errors().length > 0) count.failed++
    }
    const skipped = count.skipped === 0 ? '' : `, ${count.skipped} skipped`
    const tried = unsteady.length === 0 ? '' : `\nOnly at the second try:\n${unsteady.join('\n')}\n`
    process.once('exit', () => console.log(`${tried}\n${count.passed} passed, ${count.failed} failed${skipped}`))
  }
}
