import { z } from 'zod'

/** What a caller gives: base64 where it came as JSON, the bytes themselves where it came as a file. */
const given = z
  .custom<string | Uint8Array>(
    (value) => value instanceof Uint8Array || z.base64().safeParse(value).success,
    'is no base64',
  )
  .meta({ type: 'string', format: 'base64', contentEncoding: 'base64' })

/** A file's bytes in an action's input. To JSON Schema they are base64; a file of a form is not turned into that and back. */
export const fileBytes = z.codec(
  given,
  z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  {
    decode: (value) => (typeof value === 'string' ? Buffer.from(value, 'base64') : value),
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
  },
)
