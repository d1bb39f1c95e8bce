import type { Hono } from 'hono'
import type { ServerEnv, ServerOptions } from '../server-context.ts'
import { addHome } from './home.ts'
import { addInvitation } from './invitation.ts'
import { addLogin } from './login.ts'
import { addReturn } from './return.ts'
import { addSetup } from './setup.ts'
import { styleSheet } from './style.ts'

/** The pages, and better-auth's own addresses for those with scripts. */
export function addPages(app: Hono<ServerEnv>, options: ServerOptions): void {
  app.get('/assets/pressroom.css', (c) => {
    c.get('note').route = 'asset'
    return c.body(styleSheet, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=600' })
  })
  addHome(app, options)
  addLogin(app, options)
  addSetup(app, options)
  addInvitation(app, options)
  addReturn(app, options)
}
