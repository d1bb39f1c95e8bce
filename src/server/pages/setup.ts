import type { Hono } from 'hono'
import { html } from 'hono/html'
import { createFirstUser, isSetupToken } from '../../accounts/setup-link.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { callAuth } from './auth-call.ts'
import { firstAccountForm, readFields, readForm } from './form.ts'
import { errorNote, field, type Html, layout } from './layout.ts'
import { goTo, shown } from './login.ts'

/** The page behind the one-time link: makes the first account, an administrator, and logs them in. */
export function addSetup(app: Hono<ServerEnv>, options: ServerOptions): void {
  const { store } = options.hub

  app.get('/setup', async (c) => {
    c.get('note').route = 'page setup'
    const token = c.req.query('token') ?? ''
    if (await isSetupToken(store.db, token)) return c.html(setupPage(token, null))
    return shown(c, new HubError('link_invalid', 'This link was used already, or it has expired'), closedPage)
  })
  app.post('/setup', async (c) => {
    c.get('note').route = 'page setup'
    const sent = await readFields(c)
    const token = typeof sent.token === 'string' ? sent.token : ''
    try {
      const { email, name, password } = await readForm(c, firstAccountForm)
      const user = await createFirstUser(store, token, { email, name, password })
      const { cookies } = await callAuth(c, options, '/sign-in/email', { email: user.email, password })
      return goTo(c, '/', cookies)
    } catch (thrown) {
      const gone = thrown instanceof HubError && thrown.code === 'link_invalid'
      return shown(c, thrown, gone ? closedPage : (message) => setupPage(token, message))
    }
  })
}

function setupPage(token: string, message: string | null): Html {
  const content = html`<h1>Set up this hub</h1>
<p>This makes the first account. It administers the hub: it invites the others.</p>
${errorNote(message)}
<form class="card" method="post" action="/setup">
<input type="hidden" name="token" value="${token}">
${field({ name: 'name', label: 'Your name', autocomplete: 'name' })}
${field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', minlength: 12, hint: 'At least 12 characters' })}
<button>Make the account</button>
</form>`
  return layout({ title: 'Set up', content })
}

function closedPage(message: string): Html {
  const content = html`<h1>Set up this hub</h1>${errorNote(message)}<p><a href="/">Go to the first page</a></p>`
  return layout({ title: 'Set up', content })
}
