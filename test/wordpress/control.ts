import { createConnection, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Quirk } from './quirks/registry.ts'
import type { CompleteOptions, SiteRecord } from './site-options.ts'
import type { Stack } from './stack.ts'

/** What a test file may ask of the stack, which lives in the process that started the run. */
export interface Commands {
  open(options: CompleteOptions): Promise<SiteRecord>
  reset(id: string): Promise<void>
  change(id: string, quirks: readonly Quirk[]): Promise<void>
  close(id: string): Promise<void>
}

interface Call {
  readonly number: number
  readonly command: keyof Commands
  readonly parameters: readonly unknown[]
}

interface Answer {
  readonly number: number
  readonly value?: unknown
  readonly error?: string
}

/**
 * Serves the stack on a unix socket, one JSON text a line. A test file is one connection: when it goes, however it goes,
 * the sites that it opened are closed.
 */
export async function serveStack(stack: Stack, path: string): Promise<() => Promise<void>> {
  const connections = new Set<Socket>()
  const server = createServer((socket) => {
    connections.add(socket)
    const opened: Promise<SiteRecord>[] = []
    const commands: Commands = {
      open: (options) => {
        const site = stack.open(options)
        opened.push(site)
        return site
      },
      reset: (id) => stack.reset(id),
      change: (id, quirks) => stack.change(id, quirks),
      close: (id) => stack.close(id),
    }
    createInterface(socket).on('line', (line) => void answer(socket, commands, JSON.parse(line) as Call))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      connections.delete(socket)
      // A site that could not be opened, or whose stack has ended meanwhile, needs no closing.
      for (const site of opened) site.then(({ id }) => stack.close(id)).catch(() => undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return async () => {
    for (const socket of connections) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function answer(socket: Socket, commands: Commands, { number, command, parameters }: Call): Promise<void> {
  const run = commands[command] as (...list: readonly unknown[]) => Promise<unknown>
  const result: Answer = await run(...parameters).then(
    (value) => ({ number, value }),
    (error: unknown) => ({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
  if (socket.writable) socket.write(`${JSON.stringify(result)}\n`)
}

/** The other end, in the process of a test file. It keeps that process alive only while an answer is awaited. */
export function connectStack(path: string): Commands {
  const socket = createConnection(path)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let count = 0
  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
  }
  socket.on('error', (error) => fail(`The servers behind the tests are gone: ${error.message}`))
  socket.on('close', () => fail('The servers behind the tests are gone'))
  createInterface(socket).on('line', (line) => {
    const { number, value, error } = JSON.parse(line) as Answer
    const call = waiting.get(number)
    waiting.delete(number)
    if (waiting.size === 0) socket.unref()
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  })
  const call = <T>(command: keyof Commands, ...parameters: unknown[]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const number = ++count
      waiting.set(number, { resolve: (value) => resolve(value as T), reject })
      socket.ref()
      socket.write(`${JSON.stringify({ number, command, parameters } satisfies Call)}\n`)
    })
  return {
    open: (options) => call('open', options),
    reset: (id) => call('reset', id),
    change: (id, quirks) => call('change', id, quirks),
    close: (id) => call('close', id),
  }
}
