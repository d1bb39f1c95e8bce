import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { useHubEnvironment } from './environment.ts'
import { startHub } from './process.ts'

test('with a collector named by the standard variables, operations are exported as spans, without secrets', async () => {
  const bodies: string[] = []
  const paths: string[] = []
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      paths.push(request.url ?? '')
      bodies.push(Buffer.concat(chunks).toString('utf8'))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void collector.close())
  const address = collector.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const hub = await startHub({
    ...(await useHubEnvironment()),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  })
  const answer = await fetch(`${hub.url}/api/v1/projects`, {
    headers: { authorization: 'Bearer prk_planted_secret_key' },
  })
  await answer.text()
  const stranger = await fetch(`${hub.url}/api/v1/me`)
  await stranger.text()
  hub.signal('SIGTERM')
  expect(await hub.ended).toBe(0)
  expect(paths).toContain('/v1/traces')
  const sent = bodies.join('')
  expect(sent).toContain('"pressroom.actor"')
  expect(sent).not.toContain('planted_secret')
})
