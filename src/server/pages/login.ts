import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { catalogueEntry, HubError } from '../../errors/hub-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { callAuth } from './auth-call.ts'
import { checkForm, codeForm, loginForm, readFields } from './form.ts'
import { errorNote, field, type Html, layout } from './layout.ts'

/** Logging in and out by forms: password, then the second factor where there is one; or at the OpenID provider. */
export function addLogin(app: Hono<ServerEnv>, options: ServerOptions): void {
  const { oidc } = options.hub.accounts

  app.get('/login', (c) => {
    c.get('note').route = 'page login'
    const message = c.req.query('error') === undefined ? null : 'The provider did not log you in'
    return c.html(loginPage({ message, oidc, next: ownPath(c.req.query('next')) }))
  })
  app.post('/login', async (c) => {
    c.get('note').route = 'page login'
    const sent = await readFields(c)
    const next = ownPath(sent.next)
    try {
      const { cookies, body } = await callAuth(c, options, '/sign-in/email', checkForm(sent, loginForm))
      return goTo(c, body.twoFactorRedirect === true ? withNext('/login/code', next) : next, cookies)
    } catch (thrown) {
      const email = typeof sent.email === 'string' ? sent.email.slice(0, 254) : ''
      return shown(c, thrown, (message) => loginPage({ message, oidc, next, email }))
    }
  })

  app.get('/login/code', (c) => {
    c.get('note').route = 'page login'
    return c.html(codePage(null, ownPath(c.req.query('next'))))
  })
  app.post('/login/code', async (c) => {
    c.get('note').route = 'page login'
    const sent = await readFields(c)
    const next = ownPath(sent.next)
    try {
      const { code } = checkForm(sent, codeForm)
      const path = /^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
      const { cookies } = await callAuth(c, options, path, { code })
      return goTo(c, next, cookies)
    } catch (thrown) {
      return shown(c, thrown, (message) => codePage(message, next))
    }
  })

  app.get('/login/oidc', async (c) => {
    c.get('note').route = 'page login'
    const callbackURL = ownPath(c.req.query('next'))
    const request = { provider: 'oidc', callbackURL, errorCallbackURL: '/login', disableRedirect: true }
    const { cookies, body } = await callAuth(c, options, '/sign-in/social', request)
    return goTo(c, String(body.url), cookies)
  })

  app.post('/logout', async (c) => {
    c.get('note').route = 'page logout'
    const { cookies } = await callAuth(c, options, '/sign-out', {})
    return goTo(c, '/', cookies)
  })
}

/** Where to go after the login: a path of ours, whatever else the address says. */
function ownPath(next: unknown): string {
  const here = 'http://hub.invalid'
  const url = typeof next === 'string' && next.startsWith('/') ? URL.parse(next.slice(0, 2000), here) : null
  // Of `/.//evil.example` two slashes are left, behind which browsers read the name of a host.
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/'
}

function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?${new URLSearchParams({ next })}`
}

/** Sends the browser on by GET, with the cookies that the login set. */
export function goTo(c: Context<ServerEnv>, path: string, cookies: readonly string[] = []): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
  return c.redirect(path, 303)
}

/** The form again, above it what went wrong and what to do; errors of ours are none of the reader's. */
export async function shown(
  c: Context<ServerEnv>,
  thrown: unknown,
  page: (message: string) => Html,
): Promise<Response> {
  if (!(thrown instanceof HubError)) throw thrown
  const { status } = catalogueEntry(thrown.code)
  if (status >= 500) throw thrown
  const advice = thrown.code === 'bad_input' ? '' : ` ${thrown.fix}`
  return c.html(page(`${thrown.message}.${advice}`), status as ContentfulStatusCode)
}

interface LoginPage {
  readonly message?: string | null
  readonly oidc: boolean
  readonly next?: string
  /** As it was typed the last time. */
  readonly email?: string
}

export function loginForms({ message = null, oidc, next = '/', email = '' }: LoginPage): Html {
  return html`${errorNote(message)}
<form class="card" method="post" action="/login">
${nextField(next)}
${field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: email, focused: email === '' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focused: email !== '' })}
<button>Log in</button>
</form>
${oidc ? html`<p><a href="${withNext('/login/oidc', next)}">Log in with your organization</a></p>` : ''}`
}

function nextField(next: string): Html | '' {
  return next === '/' ? '' : html`<input type="hidden" name="next" value="${next}">`
}

function loginPage(page: LoginPage): Html {
  return layout({ title: 'Log in', content: html`<h1>Log in</h1>${loginForms(page)}` })
}

function codePage(message: string | null, next: string): Html {
  const hint = 'Six digits from your authenticator app, or one of your backup codes'
  const content = html`<h1>One more step</h1>${errorNote(message)}
<form class="card" method="post" action="/login/code">
${nextField(next)}
${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', hint, focused: true })}
<button>Log in</button>
</form>`
  return layout({ title: 'Log in', content })
}
