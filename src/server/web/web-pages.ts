import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type Html, layout } from '../pages/layout.ts'
import type { ServerEnv } from '../server-context.ts'
import { readWebFiles, type WebFile } from './web-files.ts'

/** Written into the built page wherever a nonce stands (web/vite.config.ts). */
const nonceMark = '__NONCE__'

/**
 * The web interface: the files that were built from `web/`, and the one page that loads them, at every address that nothing
 * else answers and a browser asks for. A hub that listens on its socket alone has none of it.
 */
export interface WebPages {
  /** The page itself, with a fresh nonce in it. */
  page(c: Context<ServerEnv>, status?: 200 | 404): Response | Promise<Response>
  /** Adds the files. */
  addAssets(app: Hono<ServerEnv>): void
}

/** Reads the files once, when the hub starts. */
export function createWebPages(): WebPages {
  const { index, files } = readWebFiles()
  return {
    page(c, status = 200) {
      c.get('note').route = 'page app'
      if (index === null) return c.html(notBuilt(), 503)
      const nonce = randomBytes(16).toString('base64')
      c.header('content-security-policy', appPolicy(nonce))
      return c.html(index.replaceAll(nonceMark, nonce), status)
    },
    addAssets(app) {
      app.get('/assets/:name', (c, next) => {
        const file = files.get(`assets/${c.req.param('name')}`)
        return file === undefined ? next() : send(c, file)
      })
    },
  }
}

/** Whether a browser wants a page to show, and not a program its answer, or a page one of its parts. */
export function wantsPage(c: Context<ServerEnv>): boolean {
  const { method, path } = c.req
  if (method !== 'GET' && method !== 'HEAD') return false
  return (
    !path.startsWith('/api/') && !path.startsWith('/assets/') && (c.req.header('accept') ?? '').includes('text/html')
  )
}

/**
 * Scripts are ours alone. Style elements, too; style attributes of anybody, since previews of articles have them and they can
 * do nothing but look. Pictures come from wherever an article has them; they learn no address of ours (Referrer-Policy).
 */
function appPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob: http: https:",
    "media-src 'self' blob: http: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

/** The name of such a file changes with its content, so that it is good for ever. */
function send(c: Context<ServerEnv>, { type, plain, br, gzip }: WebFile): Response {
  c.get('note').route = 'asset'
  const accepted = c.req.header('accept-encoding') ?? ''
  const packed = /\bbr\b/.test(accepted) ? br : null
  const zipped = packed === null && /\bgzip\b/.test(accepted) ? gzip : null
  const encoding = packed !== null ? 'br' : zipped !== null ? 'gzip' : null
  return c.body(packed ?? zipped ?? plain, 200, {
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
  })
}

function notBuilt(): Html {
  const content = html`<h1>The pages are not built</h1>
<p>Run <code>npm run build</code> in the folder of Pressroom and start the hub again. The <a href="/api/docs">API</a> and the command line work without them.</p>`
  return layout({ title: 'Not built', content })
}
