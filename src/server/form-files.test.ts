import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { largestFile, openScratch, type Scratch } from '../files/scratch.ts'
import { bringsForm, readForm } from './form-files.ts'

async function provideScratch(): Promise<{ scratch: Scratch; left(): string[] }> {
  const folder = join(tmpdir(), `pressroom-forms-${randomUUID()}`)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { scratch: await openScratch(folder), left: () => readdirSync(folder) }
}

/** A request whose body is made while it is read. */
function stream(pieces: () => Iterable<Uint8Array | string>, type = 'multipart/form-data; boundary=x'): Request {
  const made = pieces()[Symbol.iterator]()
  const body = new ReadableStream({
    pull(controller) {
      const { done, value } = made.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value)
    },
  })
  return new Request('http://hub.invalid/', { method: 'POST', headers: { 'content-type': type }, body, duplex: 'half' })
}

const head = (name: string, file: string | null): string =>
  `--x\r\ncontent-disposition: form-data; name="${name}"${file === null ? '' : `; filename="${file}"`}\r\n\r\n`
const megabyte = new Uint8Array(1024 * 1024).fill(7)

test('fields and files of a form come as they were sent, and its files are gone when it is released', async () => {
  const { scratch, left } = await provideScratch()
  const sent = new FormData()
  sent.append('input[title]', 'Ünï — "quoted"')
  sent.append('input[list]', 'a')
  sent.append('input[list]', 'b')
  sent.append('input[bytes]', new File([Buffer.from([0, 13, 10, 255])], 'grün.bin', { type: 'application/x-tea' }))
  sent.append('input[empty]', new File([], 'empty.txt', { type: 'text/plain' }))
  const request = new Request('http://hub.invalid/', { method: 'POST', body: sent })
  expect(bringsForm(request.headers)).toBe(true)
  const { form, release } = await readForm(request, scratch)
  expect(form.getAll('input[list]')).toEqual(['a', 'b'])
  expect(form.get('input[title]')).toBe('Ünï — "quoted"')
  const file = form.get('input[bytes]')
  if (!(file instanceof File)) throw new Error('No file')
  expect([file.name, file.type, [...(await file.bytes())]]).toEqual(['grün.bin', 'application/x-tea', [0, 13, 10, 255]])
  expect(form.get('input[empty]')).toMatchObject({ size: 0, name: 'empty.txt' })
  expect(left()).toHaveLength(2)
  await release()
  expect(left()).toEqual([])
})

test('a file is never in memory as a whole', async () => {
  const { scratch } = await provideScratch()
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const { form, release } = await readForm(
    stream(function* (): Generator<Uint8Array | string> {
      yield head('input[bytes]', 'a.bin')
      for (let n = 0; n < 200; n++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers)
        yield megabyte.slice()
      }
      yield '\r\n--x--\r\n'
    }),
    scratch,
  )
  expect(form.get('input[bytes]')).toMatchObject({ size: 200 * megabyte.length })
  expect(most - before).toBeLessThan(100 * megabyte.length)
  await release()
})

test.each([
  [
    'breaks off',
    'bad_input',
    function* (): Generator<Uint8Array | string> {
      yield head('a', 'a.bin')
      yield megabyte
    },
  ],
  [
    'is no form',
    'bad_input',
    function* (): Generator<Uint8Array | string> {
      yield '{"a": 1}'
    },
  ],
  [
    'has a file that is too large',
    'request_too_large',
    function* (): Generator<Uint8Array | string> {
      yield head('a', 'a.bin')
      for (let size = 0; size <= largestFile + 5 * megabyte.length; size += megabyte.length) yield megabyte
      yield '\r\n--x--\r\n'
    },
  ],
  [
    'has many files',
    'request_too_large',
    function* (): Generator<Uint8Array | string> {
      for (let n = 0; n < 30; n++) yield `${head(`f${n}`, 'a.txt')}x\r\n`
      yield '--x--\r\n'
    },
  ],
  [
    'has a text that is too long',
    'request_too_large',
    function* (): Generator<Uint8Array | string> {
      yield head('a', null)
      for (let n = 0; n < 6; n++) yield megabyte
      yield '\r\n--x--\r\n'
    },
  ],
] as const)('a form that %s is refused, and leaves nothing', async (_, code, pieces) => {
  const { scratch, left } = await provideScratch()
  await (await scratch.create()).release()
  await expect(readForm(stream(pieces), scratch)).rejects.toMatchObject({ code })
  expect(left()).toEqual([])
})

test('a form without a boundary is refused', async () => {
  const { scratch } = await provideScratch()
  const request = stream(() => ['x'], 'multipart/form-data; charset=utf-8')
  await expect(readForm(request, scratch)).rejects.toMatchObject({ code: 'bad_input' })
})
