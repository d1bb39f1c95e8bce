import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { HubError } from '../errors/hub-error.ts'

/** A small server on 127.0.0.1 that waits for the browser to come back from the site's approval page. */
export interface ReturnListener {
  readonly url: URL
  /** The first address under `url` that was asked for, as `accept` took it; an address that it throws on is told to the browser, and the wait goes on. */
  wait<T>(accept: (returned: URL) => T, signal: AbortSignal, timeoutMs: number): Promise<T>
  close(): void
}

/** Never `localhost`: WordPress 7 takes 127.0.0.1, and a name could lead elsewhere. The path is a secret of its own. */
export async function listenForReturn(): Promise<ReturnListener> {
  const path = `/return/${randomBytes(16).toString('base64url')}`
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 })
  server.listen(0, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = new URL(path, `http://127.0.0.1:${port}`)
  return {
    url,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
    wait: (accept, signal, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new HubError('authorization_expired', 'Nobody came back from the site in time')),
          timeoutMs,
        )
        const stop = (): void => reject(new HubError('cancelled', 'Cancelled'))
        signal.addEventListener('abort', stop, { once: true })
        server.on('request', (request, response) => {
          const returned = new URL(request.url ?? '/', url)
          const page = (status: number, text: string): void => {
            // The password is in this address: the page has no links and no scripts, and replaces itself in the history.
            response.writeHead(status, {
              'content-type': 'text/html; charset=utf-8',
              'cache-control': 'no-store',
              'referrer-policy': 'no-referrer',
              refresh: `0;url=${path}/done`,
            })
            response.end(
              `<!doctype html><title>Pressroom</title><meta name="viewport" content="width=device-width"><p>${text}</p>`,
            )
          }
          if (returned.pathname === `${path}/done`) {
            response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
            response.end(
              '<!doctype html><html lang="en"><title>Pressroom</title><meta name="viewport" content="width=device-width"><body style="font:1.1rem/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1>Done</h1><p>You can close this page and go back to the terminal.</p>',
            )
            return
          }
          if (returned.pathname !== path) {
            response.writeHead(404).end()
            return
          }
          try {
            const accepted = accept(returned)
            page(200, 'Connected.')
            // The browser fetches the clean page first.
            setTimeout(() => resolve(accepted), 300)
          } catch (error) {
            page(400, 'This return was not accepted. See the terminal.')
            if (error instanceof HubError && error.code === 'user_rejected') reject(error)
          } finally {
            clearTimeout(timer)
          }
        })
      }),
  }
}
