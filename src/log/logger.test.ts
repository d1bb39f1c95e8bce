import { expect, test } from 'vitest'
import { HubError } from '../errors/hub-error.ts'
import { createLogger } from './logger.ts'
import { createRedactor } from './redact.ts'

const secret = 'planted "abcd" efgh'

async function logLines(
  use: (log: Awaited<ReturnType<typeof createLogger>>) => void,
  level = 'debug',
): Promise<string[]> {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  use(await createLogger({ level, redactor: createRedactor([secret]), destination }))
  return lines
}

test('a planted secret reaches no line, wherever it is', async () => {
  const circular: Record<string, unknown> = { secretly: secret }
  circular.self = circular
  const error = new HubError('network', `GET https://u:${encodeURIComponent(secret)}@a.example failed: ${secret}`, {
    cause: new Error(`inner ${secret}`, { cause: secret }),
    evidence: [{ body: secret }],
  })
  const lines = await logLines((log) => {
    log.info(
      {
        a: secret,
        [secret]: 1,
        deep: [{ deeper: { text: `x ${secret} y` } }],
        at: new URL('https://a.example/?token=planted'),
      },
      secret,
    )
    log.error({ err: error }, 'failed')
    log.warn(
      { password: 'planted-other', headers: { authorization: 'Basic planted' } },
      `sent ${Buffer.from(secret).toString('base64')}`,
    )
    log.child({ requestId: 'r1', said: secret }).info({ bytes: Buffer.from(secret), circular }, 'child')
  })
  expect(lines).toHaveLength(4)
  const all = lines.join('')
  expect(all).not.toContain('planted')
  expect(all).not.toContain(Buffer.from(secret).toString('base64'))
  expect(all).not.toContain(encodeURIComponent(secret))
})

test('every line is JSON with its fields, also where redaction cut something out', async () => {
  const lines = await logLines((log) => {
    log
      .child({ requestId: 'r1' })
      .info({ url: 'http://a.example:80', email: 'x@y.example', err: new HubError('timeout', 'late') }, 'asked')
  })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    requestId: 'r1',
    url: 'http://a.example:80',
    email: 'x@y.example',
    msg: 'asked',
    err: { type: 'HubError', code: 'timeout', message: 'late' },
  })
})

test('lines below the level are not written', async () => {
  const lines = await logLines((log) => {
    log.debug({}, 'no')
    log.info({}, 'no')
    log.warn({}, 'yes')
  }, 'warn')
  expect(lines).toHaveLength(1)
})

test('fields are bounded in depth, number and length', async () => {
  const lines = await logLines((log) => {
    log.info({ many: Array.from({ length: 10_000 }, () => 1), long: 'x'.repeat(1_000_000) }, 'big')
  })
  expect(lines.join('').length).toBeLessThan(40_000)
})
