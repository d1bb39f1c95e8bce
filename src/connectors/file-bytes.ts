import { z } from 'zod'
import { sha256Of } from '../files/sha256.ts'

/** A file of an action's input: in memory where it came as base64, on the disk where it came with a form. */
export interface FileContent {
  readonly blob: Blob
  /** Of its bytes, hexadecimal. */
  readonly sha256: string
}

/** What a caller gives: base64 where it came as JSON, the file itself where it came with a form. To JSON Schema it is base64. */
const given = z
  .custom<string | Blob>((value) => value instanceof Blob || z.base64().safeParse(value).success, 'is no base64')
  .meta({ type: 'string', format: 'base64', contentEncoding: 'base64' })

/** A file of any size, which is read only while it is sent. */
export const fileContent = z.codec(
  given,
  z.custom<FileContent>((value) => typeof value === 'object'),
  {
    async decode(value): Promise<FileContent> {
      const blob = typeof value === 'string' ? new Blob([Buffer.from(value, 'base64')]) : value
      return { blob, sha256: await sha256Of(blob) }
    },
    encode: ({ blob }) => blob,
  },
)

const mostInMemory = 16 * 1024 * 1024

/** The bytes of a small file. */
export const fileBytes = z.codec(
  given,
  z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  {
    async decode(value, { issues }): Promise<Uint8Array> {
      if (typeof value === 'string') return Buffer.from(value, 'base64')
      if (value.size <= mostInMemory) return value.bytes()
      issues.push({
        code: 'custom',
        input: null,
        message: `has ${value.size} bytes; ${mostInMemory} are the most here`,
      })
      return z.NEVER
    },
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
  },
)
