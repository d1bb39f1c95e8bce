import { HubError } from '../errors/hub-error.ts'
import type { Http, HttpSession } from '../http/client.ts'
import type { HttpRequest } from '../http/exchange.ts'
import { createRedactor, type Redactor } from '../log/redact.ts'
import { isSecretHeader } from '../log/secret-names.ts'

/** A request that a dry run did not send. */
export interface HeldRequest {
  readonly method: string
  readonly url: string
  /** What it would carry, where that is JSON of at most 64 KB. */
  readonly body: unknown
  readonly bytes: number
}

/** The way out of one call: it knows the secrets that went along, counts writes, and holds them back in a dry run. */
export interface CallHttp {
  readonly http: Http
  readonly redactor: Redactor
  /** Requests that may change something, begun so far. */
  readonly writes: number
  readonly held: readonly HeldRequest[]
}

const longestShown = 64 * 1024

/** @param rehearsing reads are sent; the first write ends the call with `cancelled`, and is told as `held` */
export function createCallHttp(http: Http, rehearsing: boolean): CallHttp {
  const redactor = createRedactor()
  const held: HeldRequest[] = []
  let writes = 0

  function watch(session: HttpSession): HttpSession {
    return {
      attempts: session.attempts,
      redactor: session.redactor,
      userAgent: session.userAgent,
      withAudience: (audience) => watch(session.withAudience(audience)),
      async exchange(request) {
        learnSecrets(redactor, request)
        if (!isRead(request)) {
          writes++
          if (rehearsing) {
            held.push(show(request, redactor))
            throw new HubError('cancelled', 'A dry run sends no write')
          }
        }
        return session.exchange(request)
      },
    }
  }

  return {
    redactor,
    held,
    http: {
      session: (options) => watch(http.session({ redactor, ...options })),
      close: () => http.close(),
    },
    get writes() {
      return writes
    },
  }
}

function isRead({ method = 'GET' }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/** A site may say back what it was sent: the whole value, the token in it, the password in that. */
function learnSecrets(redactor: Redactor, { authorization, headers = {} }: HttpRequest): void {
  for (const [name, value] of Object.entries(headers)) if (isSecretHeader(name)) redactor.add(value)
  const [scheme = '', token = ''] = authorization?.split(' ', 2) ?? []
  if (token === '') return
  redactor.add(token)
  if (scheme.toLowerCase() !== 'basic') return
  const [, ...password] = Buffer.from(token, 'base64').toString('utf8').split(':')
  redactor.add(password.join(':'))
}

function show({ method = 'GET', url, body }: HttpRequest, redactor: Redactor): HeldRequest {
  const bytes = body instanceof Blob ? body.size : body === undefined ? 0 : Buffer.byteLength(body)
  return { method, url: redactor.url(url), body: bytes <= longestShown ? readJson(body, redactor) : null, bytes }
}

/** Without what is secret by its name, such as the password of a new user. */
function readJson(body: HttpRequest['body'], redactor: Redactor): unknown {
  if (typeof body !== 'string') return null
  try {
    return JSON.parse(redactor.text(body)) as unknown
  } catch {
    // Forms and plain text: their size tells enough.
    return null
  }
}
