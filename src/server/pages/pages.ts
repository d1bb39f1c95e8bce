import type { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import type { WebPages } from '../web/web-pages.ts'
import { addHome } from './home.ts'
import { addInvitation } from './invitation.ts'
import { addLogin } from './login.ts'
import { addReturn } from './return.ts'
import { addSetup } from './setup.ts'
import { styleSheet } from './style.ts'

/**
 * The way in: pages that need no script, so that nobody is locked out by a browser, a proxy or a build that went wrong. What
 * is behind the login is the web interface.
 */
export function addPages(app: Hono<ServerEnv>, options: ServerOptions, web: WebPages): void {
  app.get('/assets/pressroom.css', (c) => {
    c.get('note').route = 'asset'
    return c.body(styleSheet(getCookie(c, 'pressroom.theme')), 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'private, no-cache',
    })
  })
  addHome(app, options, web)
  addLogin(app, options)
  addSetup(app, options)
  addInvitation(app, options)
  addReturn(app, options)
}
