import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { catalogueEntry, HubError } from '../../errors/hub-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { callAuth } from './auth-call.ts'
import { codeForm, loginForm, readForm } from './form.ts'
import { errorNote, field, type Html, layout } from './layout.ts'

/** Logging in and out by forms: password, then the second factor where there is one; or at the OpenID provider. */
export function addLogin(app: Hono<ServerEnv>, options: ServerOptions): void {
  const { oidc } = options.hub.accounts

  app.get('/login', (c) => {
    c.get('note').route = 'page login'
    const failed = c.req.query('error') === undefined ? null : 'The provider did not log you in'
    return c.html(loginPage(failed, oidc))
  })
  app.post('/login', async (c) => {
    c.get('note').route = 'page login'
    try {
      const { cookies, body } = await callAuth(c, options, '/sign-in/email', await readForm(c, loginForm))
      return goTo(c, body.twoFactorRedirect === true ? '/login/code' : '/', cookies)
    } catch (thrown) {
      return shown(c, thrown, (message) => loginPage(message, oidc))
    }
  })

  app.get('/login/code', (c) => {
    c.get('note').route = 'page login'
    return c.html(codePage(null))
  })
  app.post('/login/code', async (c) => {
    c.get('note').route = 'page login'
    try {
      const { code } = await readForm(c, codeForm)
      const path = /^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
      const { cookies } = await callAuth(c, options, path, { code })
      return goTo(c, '/', cookies)
    } catch (thrown) {
      return shown(c, thrown, codePage)
    }
  })

  app.get('/login/oidc', async (c) => {
    c.get('note').route = 'page login'
    const request = { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/login', disableRedirect: true }
    const { cookies, body } = await callAuth(c, options, '/sign-in/social', request)
    return goTo(c, String(body.url), cookies)
  })

  app.post('/logout', async (c) => {
    c.get('note').route = 'page logout'
    const { cookies } = await callAuth(c, options, '/sign-out', {})
    return goTo(c, '/', cookies)
  })
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

export function loginForms(message: string | null, oidc: boolean): Html {
  return html`${errorNote(message)}
<form class="card" method="post" action="/login">
${field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
<button>Log in</button>
</form>
${oidc ? html`<p><a href="/login/oidc">Log in with your organization</a></p>` : ''}`
}

function loginPage(message: string | null, oidc: boolean): Html {
  return layout({ title: 'Log in', content: html`<h1>Log in</h1>${loginForms(message, oidc)}` })
}

function codePage(message: string | null): Html {
  const hint = 'Six digits from your authenticator app, or one of your backup codes'
  const content = html`<h1>One more step</h1>${errorNote(message)}
<form class="card" method="post" action="/login/code">
${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', hint })}
<button>Log in</button>
</form>`
  return layout({ title: 'Log in', content })
}
