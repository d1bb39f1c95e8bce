import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { User } from '../../src/accounts/users.ts'
import type { Environment } from '../../src/config/settings-table.ts'
import type { Project } from '../../src/store/projects.ts'
import { browser as startBrowser } from '../browser/browser.ts'
import { openTestHub, type TestHub } from '../hub/in-process.ts'
import { addProject, addUser } from '../hub/people.ts'
import { sessionOf } from './session.ts'

type Theme = 'light' | 'dark'

interface PageOptions {
  /** Default: the owner; null for a stranger. */
  readonly user?: User | null
  readonly theme?: Theme
  readonly width?: number
}

/** A hub with an owner and a project, and a real browser in front of it. */
export interface Desk {
  readonly test: TestHub
  readonly url: string
  /** Administers the hub and owns the project. */
  readonly owner: User
  readonly project: Project
  /** The path of a page of the project: `at('activity')`. */
  at(path: string): string
  /** A page of a browser of its own in which the user is logged in; or of another hub, by its whole address. */
  open(path: string, options?: PageOptions): Promise<Page>
  /** What pages complained about in their consoles, broke at, or asked of others than the hub. */
  readonly complaints: readonly string[]
}

interface OpenDesk extends Desk {
  close(): Promise<void>
}

/** For a test file: `const desk = provideDesk()`; ready when the tests begin, gone after them. The hub's settings may be given. */
export function provideDesk(environment: Environment = {}): Desk {
  let opened: OpenDesk | undefined
  beforeAll(async () => {
    opened = await openDesk(environment)
  })
  afterAll(async () => await opened?.close())
  return new Proxy({} as Desk, {
    get: (_, name) => {
      if (opened === undefined) throw new Error('The desk is ready only when the tests run')
      return Reflect.get(opened, name)
    },
  })
}

async function openDesk(environment: Environment): Promise<OpenDesk> {
  const [test, chromium] = await Promise.all([openTestHub(environment), startBrowser()])
  const { url } = test
  const project = await addProject(test)
  const owner = await addUser(test, { admin: true, project, role: 'owner' })
  const contexts: BrowserContext[] = []
  const complaints: string[] = []

  async function cookiesOf(user: User) {
    const { cookies } = await sessionOf(url, user)
    return [...cookies].map(([name, value]) => ({ name, value, url }))
  }

  return {
    test,
    url,
    owner,
    project,
    complaints,
    at: (path) => `/projects/${project.id}/${path}`,
    async open(path, { user = owner, theme = 'light', width = 1440 } = {}) {
      const context = await chromium.newContext({
        colorScheme: theme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
        baseURL: url,
      })
      contexts.push(context)
      context.setDefaultTimeout(60_000)
      if (user !== null) await context.addCookies(await cookiesOf(user))
      const page = await context.newPage()
      const home = new URL(path, url).origin
      page.on('console', (message) => {
        // That a page itself is refused is for its test to expect.
        if (message.text().startsWith('Failed to load resource') && message.location().url === page.url()) return
        if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        if (origin !== home && !['data:', 'blob:'].includes(protocol)) complaints.push(`asked ${request.url()}`)
      })
      await page.goto(path)
      return page
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      await chromium.close()
      await test.close()
    },
  }
}
