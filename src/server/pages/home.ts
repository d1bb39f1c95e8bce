import { createRouterClient } from '@orpc/server'
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { countUsers, type User } from '../../accounts/users.ts'
import { projects } from '../../operations/projects.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { type Html, layout } from './layout.ts'
import { loginForms } from './login.ts'

/** The first page: what this hub is, the way in, and what one finds inside. */
export function addHome(app: Hono<ServerEnv>, options: ServerOptions): void {
  const { hub, settings, http } = options

  app.get('/', async (c) => {
    const note = c.get('note')
    note.route = 'page home'
    const user = await hub.accounts.readSession(c.req.raw.headers)
    if (user === null) return c.html(welcomePage((await countUsers(hub.store.db)) > 0, hub.accounts.oidc))
    note.actor = { kind: 'user', id: user.id, email: user.email, admin: user.admin }
    const { address } = note.caller
    const context = { settings, http, actor: note.actor, hub: async () => hub, requestId: note.id, address }
    const { items } = await createRouterClient({ projects }, { context }).projects.list({ limit: 200 })
    return c.html(insidePage(user, items))
  })
}

const what = html`<h1>Publish to every site you run</h1>
<p>Pressroom connects to WordPress sites. When a site refuses, it says which layer refuses and how to open it; when it publishes, it publishes once.</p>`

function welcomePage(setUp: boolean, oidc: boolean): Html {
  const entrance = setUp
    ? html`<h2>Log in</h2>${loginForms(null, oidc)}`
    : html`<h2>No account yet</h2><p>Open the one-time link that this hub printed where it was started. It makes the first account. If the link has expired, restart the hub: it prints a new one.</p>`
  return layout({ title: 'Welcome', content: html`${what}${entrance}` })
}

function insidePage(user: User, items: readonly { readonly name: string; readonly role: string }[]): Html {
  const nav = html`<span class="soft">${user.name}</span><form method="post" action="/logout"><button class="plain">Log out</button></form>`
  const rows = items.map(({ name, role }) => html`<tr><td>${name}</td><td>${role}</td></tr>`)
  const list =
    items.length === 0
      ? html`<p>You are in no project yet. Ask for an invitation.</p>`
      : html`<table><thead><tr><th scope="col">Project</th><th scope="col">Your role</th></tr></thead><tbody>${rows}</tbody></table>`
  const content = html`<h1>Your projects</h1>${list}
<h2>Go on</h2>
<p>The <a href="/api/docs">API reference</a> lists everything that this hub can do, over HTTP and on the command line: <code>pressroom --help</code>.</p>`
  return layout({ title: 'Your projects', nav, content })
}
