import { createHash } from 'node:crypto'
import { HubError } from '../../errors/hub-error.ts'

/**
 * The form of a backup, inside gzip: a line of magic, then frames of one letter, four bytes of length (big endian) and
 * the content.
 *
 *     H header, JSON          once, first
 *     T table, JSON           begins a table: its name and columns
 *     D data                  rows as PostgreSQL's COPY writes them in text form; any number
 *     E                       ends the table
 *     Z SHA-256               last: of everything before this frame. Without it the file is incomplete
 */
type FrameKind = 'H' | 'T' | 'D' | 'E' | 'Z'

export interface Frame {
  readonly kind: FrameKind
  readonly content: Buffer
}

const magic = Buffer.from('PRESSROOM BACKUP 1\n')
const kinds: readonly string[] = ['H', 'T', 'D', 'E', 'Z'] satisfies FrameKind[]
const headBytes = 5
const longestContent = 8 * 1024 * 1024

/** The bytes of a backup with these frames; the last one is added. */
export async function* writeFrames(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  hash.update(magic)
  yield magic
  for await (const { kind, content } of frames) {
    const head = headOf(kind, content.length)
    hash.update(head).update(content)
    yield head
    yield content
  }
  yield headOf('Z', 32)
  yield hash.digest()
}

/** The frames of a backup, without the last one, which is checked. Throws `backup_damaged` at the first thing that is wrong, at the latest at the end. */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const hash = createHash('sha256')
  let rest: Buffer = Buffer.alloc(0)
  let begun = false
  let complete = false
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!begun) {
      if (rest.length < magic.length) continue
      if (!rest.subarray(0, magic.length).equals(magic)) throw damaged('it is not a backup of Pressroom')
      hash.update(magic)
      rest = rest.subarray(magic.length)
      begun = true
    }
    for (;;) {
      if (complete && rest.length > 0) throw damaged('something follows its end')
      const frame = takeFrame(rest)
      if (frame === null) break
      const used = headBytes + frame.content.length
      if (frame.kind === 'Z') {
        if (!hash.copy().digest().equals(frame.content)) throw damaged('its checksum is wrong')
        complete = true
      } else {
        hash.update(rest.subarray(0, used))
        yield frame
      }
      rest = rest.subarray(used)
    }
  }
  if (!complete) throw damaged('its end is missing')
}

export function damaged(what: string, cause?: unknown): HubError {
  return new HubError('backup_damaged', `The backup cannot be used: ${what}`, { cause })
}

function takeFrame(bytes: Buffer): Frame | null {
  if (bytes.length < headBytes) return null
  const kind = bytes.toString('latin1', 0, 1)
  const length = bytes.readUInt32BE(1)
  if (!isKind(kind) || length > longestContent) throw damaged('a part of it is unreadable')
  if (bytes.length < headBytes + length) return null
  return { kind, content: bytes.subarray(headBytes, headBytes + length) }
}

function isKind(letter: string): letter is FrameKind {
  return kinds.includes(letter)
}

function headOf(kind: FrameKind, length: number): Buffer {
  if (length > longestContent) throw new HubError('too_large', `A part of ${length} bytes does not fit into a backup`)
  const head = Buffer.alloc(headBytes)
  head.write(kind, 'latin1')
  head.writeUInt32BE(length, 1)
  return head
}
