import { z } from 'zod'
import type { Json } from '../../../content/blocks/block.ts'
import { findDelimiters } from '../../../content/blocks/delimiter.ts'
import { escapeJson } from '../../../content/blocks/serialize.ts'
import { fields } from '../../../wordpress/json.ts'
import type { Input } from './resource.ts'

/** What makes two calls the same post, however often it is sent. */
export const postKey = z
  .string()
  .regex(/^[a-z0-9]{8,64}$/)
  .optional()
  .describe('The same key is the same post: 8 to 64 small letters and digits. Without one, a repeat makes another post')

/** The key of what is to be created: given, or in the content already; `null` where there is none. */
export function markIn({ key, content }: Input): string | null {
  if (typeof key === 'string') return key
  const raw = typeof content === 'string' ? content : fields(content).raw
  return typeof raw === 'string' ? (/"pressroom":"([a-z0-9]{8,64})"/.exec(raw)?.[1] ?? null) : null
}

/** With its key in the content: nothing else of a post is kept by every site, searchable, and never shown. */
export function plantMark(input: Input): Input {
  const { key, ...rest } = input
  if (typeof key !== 'string') return input
  const { content } = input
  const raw = typeof content === 'string' ? content : (fields(content).raw ?? '')
  if (typeof raw !== 'string' || markIn({ content: raw }) === key) return rest
  return { ...rest, content: withMark(raw, key) }
}

/** In the metadata of the first block; in a text without blocks as a comment within its first paragraph. */
function withMark(raw: string, key: string): string {
  const [first] = findDelimiters(raw)
  const attributes = first === undefined || first.kind === 'close' ? null : readAttributes(first.json)
  if (first !== undefined && attributes !== null) {
    const metadata = { ...fields(attributes.metadata), pressroom: key }
    const json = escapeJson({ ...attributes, metadata } as Json)
    const name = first.name.replace(/^core\//, '')
    const delimiter = `<!-- wp:${name} ${json} ${first.kind === 'void' ? '/' : ''}-->`
    return `${raw.slice(0, first.start)}${delimiter}${raw.slice(first.end)}`
  }
  const comment = `<!-- {"pressroom":"${key}"} -->`
  const tag = /^\s*<(?:p|h[1-6]|div|section|article)(?:\s[^<>]{0,500})?>/.exec(raw)?.[0] ?? ''
  return `${tag}${comment}${raw.slice(tag.length)}`
}

function readAttributes(json: string | null): Readonly<Record<string, unknown>> | null {
  if (json === null) return {}
  try {
    return fields(JSON.parse(json))
  } catch {
    // Not a block that an editor wrote: the mark goes beside it.
    return null
  }
}
