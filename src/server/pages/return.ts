import { createRouterClient } from '@orpc/server'
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { connections } from '../../operations/connections.ts'
import { toKnownError } from '../../operations/remote-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { errorNote, type Html, layout } from './layout.ts'
import { goTo, shown } from './login.ts'

/**
 * Where a site sends a browser back to after its owner approved the connection. The password is in that address: it is
 * sealed at once, and the browser goes on to an address without it. Whoever began goes on where they began.
 */
export function addReturn(app: Hono<ServerEnv>, { hub, settings, http }: ServerOptions): void {
  app.get('/connect/return', async (c) => {
    const note = c.get('note')
    note.route = 'page return'
    const { search } = new URL(c.req.url)
    const { address } = note.caller
    const context = { settings, http, actor: note.actor, hub: async () => hub, requestId: note.id, address }
    const client = createRouterClient({ connections }, { context })
    try {
      await client.connections.receive({ address: `${hub.publicUrl}/connect/return${search}` })
      return goTo(c, '/connect/done')
    } catch (thrown) {
      return shown(c, toKnownError(thrown), failedPage)
    }
  })
  app.get('/connect/done', (c) => {
    c.get('note').route = 'page return'
    return c.html(donePage())
  })
}

function donePage(): Html {
  const content = html`<h1>Approved</h1>
<p>The site approved the connection. Close this page and go back to where you began: it goes on there.</p>`
  return layout({ title: 'Approved', content })
}

function failedPage(message: string): Html {
  const content = html`<h1>Not connected</h1>${errorNote(message)}<p>Begin once more, and use the page that opens.</p>`
  return layout({ title: 'Not connected', content })
}
