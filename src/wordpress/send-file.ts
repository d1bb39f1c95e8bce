import { randomUUID } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import type { HttpRequest } from '../http/exchange.ts'
import type { Answer } from './answer.ts'

export interface UploadFile {
  readonly name: string
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array | Blob
}

type FileRequest = Pick<HttpRequest, 'headers' | 'body'>

/**
 * WordPress holds a plain body in memory, twice; a part of a form PHP puts into a file. So long files come as a form, and short
 * ones do not: hosts often allow more of a plain body (`post_max_size`, 8 MB by default) than of a file (`upload_max_filesize`, 2 MB).
 */
const longestPlain = 8 * 1024 * 1024

/**
 * Sends a file in the way that its size asks for, and in the other where the host takes too little of the first: WordPress says
 * so before it stores anything. Throws what `send` does, with what to change on the host where that is known.
 */
export async function sendFile(file: UploadFile, send: (request: FileRequest) => Promise<Answer>): Promise<Answer> {
  const size = file.bytes instanceof Blob ? file.bytes.size : file.bytes.length
  try {
    if (size <= longestPlain) return await send(asPlain(file))
    return await send(asForm(file)).catch((thrown: unknown) => {
      if (isOverFileLimit(thrown)) return send(asPlain(file))
      throw thrown
    })
  } catch (thrown) {
    throw explain(thrown, size)
  }
}

function asPlain({ name, type, bytes }: UploadFile): FileRequest {
  return { headers: { 'content-type': type, 'content-disposition': `attachment; ${fileName(name)}` }, body: bytes }
}

function asForm({ name, type, bytes }: UploadFile): FileRequest {
  const boundary = `pressroom-${randomUUID()}`
  const head = [
    `--${boundary}`,
    `content-disposition: form-data; name="file"; ${fileName(name)}`,
    `content-type: ${type.replace(/[^\x21-\x7e]/g, '')}`,
  ]
  const file = bytes instanceof Blob ? bytes : new Uint8Array(bytes)
  const body = new Blob([head.join('\r\n'), '\r\n\r\n', file, `\r\n--${boundary}--\r\n`])
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body }
}

function fileName(name: string): string {
  return `filename="${name.replace(/[^\w.-]+/g, '-')}"`
}

/** In PHP's own words, which WordPress passes on. */
function isOverFileLimit(thrown: unknown): boolean {
  return thrown instanceof HubError && thrown.message.includes('upload_max_filesize')
}

/** Without a body, since PHP drops one over `post_max_size`, WordPress misses what describes the file. */
const withoutBody = new Set(['rest_upload_no_content_disposition', 'rest_upload_no_data'])

function explain(thrown: unknown, size: number): unknown {
  if (!(thrown instanceof HubError)) return thrown
  const { code, message, evidence } = thrown
  const status = typeof evidence === 'object' && evidence !== null && 'status' in evidence ? evidence.status : null
  const megabytes = Math.ceil(size / 1024 / 1024)
  const fix =
    withoutBody.has(code) || isOverFileLimit(thrown)
      ? `Set post_max_size and upload_max_filesize to more than ${megabytes} MB in the PHP of the site (php.ini, or its host's panel).`
      : status === 413
        ? `Let the site's web server take more than ${megabytes} MB: client_max_body_size in nginx, LimitRequestBody in Apache; behind Cloudflare, its plan sets the limit.`
        : null
  return fix === null ? thrown : new HubError(code, message, { fix, evidence, cause: thrown })
}
