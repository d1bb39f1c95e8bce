import { request as send } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
}

export interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
  readonly body?: string
  readonly socketPath?: string
}

/** One request with exactly these headers: `fetch` would not let us write Host, Origin or Sec-Fetch-Site. */
export async function call(address: string, options: Call = {}): Promise<Answer> {
  const { method, json, form, socketPath } = options
  const body =
    options.body ?? (json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString())
  const type =
    json !== undefined ? 'application/json' : form === undefined ? undefined : 'application/x-www-form-urlencoded'
  const headers = { ...(type === undefined ? {} : { 'content-type': type }), ...options.headers }
  return await new Promise((resolve, reject) => {
    const request = send(
      address,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers,
        agent: false,
        ...(socketPath ? { socketPath } : {}),
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) })
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** Keeps cookies and sends Origin with writes, as browsers do for pages of the hub itself. */
export class Browser {
  readonly url: string
  readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.url = url
  }

  async call(path: string, options: Call = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await call(new URL(path, this.url).href, {
      ...options,
      headers: { origin: new URL(this.url).origin, ...(cookie === '' ? {} : { cookie }), ...options.headers },
    })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...attributes] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) this.cookies.delete(name)
      else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }

  async login(email: string, password: string): Promise<Answer> {
    return await this.call('/login', { form: { email, password } })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
