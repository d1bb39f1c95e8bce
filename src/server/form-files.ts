import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { HubError } from '../errors/hub-error.ts'
import { largestFile, type Scratch, type ScratchFile } from '../files/scratch.ts'

/** A form may carry its fields beside one file of the largest size. In bytes. */
const largestForm = largestFile + 1024 * 1024
const limits = {
  fieldNameSize: 1000,
  fieldSize: 4 * 1024 * 1024,
  fields: 1000,
  files: 20,
  fileSize: largestFile,
  headerPairs: 20,
}

/** A form whose files lie on the disk until `release`. */
export interface ReadForm {
  readonly form: FormData
  release(): Promise<void>
}

/** Whether a request brings a form that may hold files. */
export function bringsForm(headers: Headers): boolean {
  return /^multipart\/form-data\s*;/i.test(headers.get('content-type') ?? '')
}

/**
 * Reads a form and puts its files onto the disk as they come, so that their size costs no memory. Throws `request_too_large`,
 * and `bad_input` for what is no form or breaks off; nothing is left on the disk then.
 */
export async function readForm(request: Request, scratch: Scratch): Promise<ReadForm> {
  if (reading === mostForms) throw new HubError('too_many_requests', 'Too many files are being sent at the moment')
  const files: ScratchFile[] = []
  const release = async (): Promise<void> => void (await Promise.all(files.map((file) => file.release())))
  reading++
  try {
    return { form: await parse(request, scratch, files), release }
  } catch (error) {
    await release()
    throw error
  } finally {
    reading--
  }
}

/** So many forms are being read at a time: each may need as much room on the disk as it may carry. */
const mostForms = 20
let reading = 0

async function parse({ headers, body }: Request, scratch: Scratch, files: ScratchFile[]): Promise<FormData> {
  const form = new FormData()
  const streams: BusboyFileStream[] = []
  const writing: Promise<void>[] = []
  const parser = openParser(headers)
  /** Why it is given up, where that is not that it cannot be read. */
  let failure: Error | null = null
  const fail = (error: Error): void => {
    failure ??= error
    parser.destroy(error)
  }
  const onDisk = async <T>(work: Promise<T>): Promise<T> => {
    work.catch(fail)
    return work
  }
  const keep = async (field: string, stream: BusboyFileStream, name: string, type: string): Promise<void> => {
    const file = await onDisk(scratch.create())
    files.push(file)
    for await (const chunk of stream) await onDisk(file.write(chunk as Uint8Array))
    form.append(field, new File([await onDisk(file.read())], name || 'file', { type }))
  }
  parser.on('file', (field, stream, name, _encoding, type) => {
    streams.push(stream)
    stream.on('limit', () => fail(tooLarge()))
    const kept = keep(field, stream, name, type)
    kept.catch(() => {})
    writing.push(kept)
  })
  parser.on('field', (field, value, nameCut, valueCut) => {
    if (nameCut || valueCut) fail(tooLarge())
    else form.append(field, value)
  })
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => fail(tooLarge()))
  try {
    await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), bounded(), parser)
    await Promise.all(writing)
  } catch (thrown) {
    // The parser leaves its files open when it ends too early.
    for (const stream of streams) stream.destroy()
    await Promise.allSettled(writing)
    throw failure ?? (thrown instanceof HubError ? thrown : unreadable(thrown))
  }
  return form
}

/** Throws for headers that name no boundary. */
function openParser(headers: Headers): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': headers.get('content-type') ?? '' }, limits })
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** Counts, since a length that was told beforehand binds nobody. */
function bounded(): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (source) {
    let size = 0
    for await (const chunk of source) {
      size += chunk.byteLength
      if (size > largestForm) throw tooLarge()
      yield chunk
    }
  }
}

function unreadable(cause: unknown): HubError {
  return new HubError('bad_input', 'The form cannot be read, or it broke off', { cause })
}

function tooLarge(): HubError {
  return new HubError('request_too_large', `A form may carry files of ${largestFile} bytes at most`)
}
