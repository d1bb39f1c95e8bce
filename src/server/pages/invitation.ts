import type { Hono } from 'hono'
import { html } from 'hono/html'
import { acceptInvitation, showInvitation } from '../../accounts/invitations.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { callAuth } from './auth-call.ts'
import { accountForm, readFields, readForm } from './form.ts'
import { errorNote, field, type Html, layout } from './layout.ts'
import { goTo, shown } from './login.ts'

interface Shown {
  readonly link: { readonly id: string; readonly secret: string }
  readonly email: string
  readonly project: string
  readonly role: string
  readonly hasAccount: boolean
  readonly loggedIn: boolean
}

/** The page behind an invitation: makes an account, or takes the one that is logged in. */
export function addInvitation(app: Hono<ServerEnv>, options: ServerOptions): void {
  const { store, accounts } = options.hub

  app.get('/invitation/:id', async (c) => {
    c.get('note').route = 'page invitation'
    const link = { id: c.req.param('id'), secret: c.req.query('secret') ?? '' }
    const page = await read(link, c.req.raw.headers)
    return page === null ? shown(c, gone(), closedPage) : c.html(invitationPage(page, null))
  })
  app.post('/invitation/:id', async (c) => {
    c.get('note').route = 'page invitation'
    const { secret } = await readFields(c)
    const link = { id: c.req.param('id'), secret: String(secret ?? '') }
    const page = await read(link, c.req.raw.headers)
    try {
      if (page === null) throw gone()
      if (page.hasAccount) {
        const user = await accounts.readSession(c.req.raw.headers)
        if (user === null) throw new HubError('login_failed', 'Log in first, then open this link again')
        await acceptInvitation(store, link, user)
        return goTo(c, '/')
      }
      const guest = await readForm(c, accountForm)
      const user = await acceptInvitation(store, link, guest)
      const login = await callAuth(c, options, '/sign-in/email', { email: user.email, password: guest.password })
      return goTo(c, '/', login.cookies)
    } catch (thrown) {
      return shown(c, thrown, (message) => (page === null ? closedPage(message) : invitationPage(page, message)))
    }
  })

  async function read(link: Shown['link'], headers: Headers): Promise<Shown | null> {
    const found = await showInvitation(store.db, link)
    if (found === null) return null
    const { invitation, project, hasAccount } = found
    const user = hasAccount ? await accounts.readSession(headers) : null
    const loggedIn = user?.email === invitation.email
    return { link, email: invitation.email, role: invitation.role, project, hasAccount, loggedIn }
  }
}

function gone(): HubError {
  return new HubError('link_invalid', 'This invitation was used already, was taken back, or has expired')
}

function invitationPage(page: Shown, message: string | null): Html {
  const { link, email, project, role, hasAccount, loggedIn } = page
  const fields = hasAccount
    ? ''
    : html`${field({ name: 'name', label: 'Your name', autocomplete: 'name' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', minlength: 12, hint: 'At least 12 characters' })}`
  const form = html`<form class="card" method="post" action="/invitation/${link.id}">
<input type="hidden" name="secret" value="${link.secret}">${fields}
<button>Join ${project}</button>
</form>`
  const next = `/invitation/${link.id}?${new URLSearchParams({ secret: link.secret })}`
  const login = `/login?${new URLSearchParams({ next })}`
  const content = html`<h1>Join ${project}</h1>
<p>You are invited as <strong>${role}</strong>, with the e-mail address ${email}.</p>
${errorNote(message)}
${hasAccount && !loggedIn ? html`<p>You have an account: <a href="${login}">log in</a>, and you come back here.</p>` : form}`
  return layout({ title: `Join ${project}`, content })
}

function closedPage(message: string): Html {
  return layout({ title: 'Invitation', content: html`<h1>Invitation</h1>${errorNote(message)}` })
}
