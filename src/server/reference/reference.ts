import type { Hono } from 'hono'
import { openApiDocument } from '../openapi.ts'
import type { ServerEnv } from '../server-context.ts'
import { referencePage } from './page.ts'

/**
 * The OpenAPI document and a page to read it, made from it here: no script and nothing from elsewhere. (The known viewers
 * were weighed: each is megabytes of script that wants inline styles, and Scalar's alone brings some hundred packages.)
 */
export function addReference(app: Hono<ServerEnv>): void {
  app.get('/api/v1/openapi.json', async (c) => {
    c.get('note').route = 'openapi'
    return c.json(await openApiDocument())
  })
  app.get('/api/docs', async (c) => {
    c.get('note').route = 'page docs'
    return c.html(referencePage(await openApiDocument()))
  })
}
