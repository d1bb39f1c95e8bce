import { z } from 'zod'
import { printable } from '../../http/printable.ts'

/** What a receiver may say of what it made of an article. */
export interface RemoteReceipt {
  /** At most 200 characters, printable. */
  readonly id: string | null
  /** http or https, without credentials. */
  readonly url: string | null
}

const said = z.object({
  id: z.union([z.string(), z.number()]).optional().catch(undefined),
  url: z.string().max(2000).optional().catch(undefined),
})

/** Reads `{"id": …, "url": …}` out of an answer; whatever else is there does not count. */
export function readReceipt(answer: string | null): RemoteReceipt {
  const { id, url } = said.safeParse(parse(answer)).data ?? {}
  const name = id === undefined ? '' : printable(String(id), 200).trim()
  return { id: name === '' ? null : name, url: url === undefined ? null : webAddress(url) }
}

function webAddress(text: string): string | null {
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  return url !== null && isWeb && url.username === '' && url.password === '' ? url.href : null
}

/** Most receivers answer nothing, or some text: that is no error. */
function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
