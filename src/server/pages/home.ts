import type { Hono } from 'hono'
import { html } from 'hono/html'
import { countUsers } from '../../accounts/users.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import type { WebPages } from '../web/web-pages.ts'
import { type Html, layout } from './layout.ts'
import { loginForms } from './login.ts'

/** The first page: the web interface; for strangers what this hub is, and the way in. */
export function addHome(app: Hono<ServerEnv>, { hub }: ServerOptions, web: WebPages): void {
  app.get('/', async (c) => {
    const note = c.get('note')
    note.route = 'page home'
    const user = await hub.accounts.readSession(c.req.raw.headers)
    if (user === null) return c.html(welcomePage((await countUsers(hub.store.db)) > 0, hub.accounts.oidc))
    note.actor = { kind: 'user', id: user.id, email: user.email, admin: user.admin }
    return web.page(c)
  })
}

const what = html`<h1>Publish to every site you run</h1>
<p>Pressroom connects to WordPress, to Webflow and to webhooks. When a site refuses, it says which layer refuses and how to open it; when it publishes, it publishes once.</p>`

function welcomePage(setUp: boolean, oidc: boolean): Html {
  const entrance = setUp
    ? html`<h2>Log in</h2>${loginForms({ oidc })}`
    : html`<h2>No account yet</h2><p>Open the one-time link that this hub printed where it was started. It makes the first account. If the link has expired, restart the hub: it prints a new one.</p>`
  return layout({ title: 'Welcome', content: html`${what}${entrance}` })
}
