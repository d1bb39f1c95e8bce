import { expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from './fault-proxy/fault-proxy.ts'
import { openPress, type Press } from './publishing/press.ts'
import { wordpress } from './wordpress/site.ts'

const site = await wordpress()
const timing = { deadlineMs: 1500, leaseMs: 2500, settleMs: 300, retryMs: 1000 }

/** Has the only row looked at now, and gives how long it is let alone then, in ms: by one clock, the database's. */
async function pauseAfterStep(press: Press): Promise<number> {
  await press.store.pool.query('update publications set next_at = now()')
  const [row] = await press.step()
  expect(row?.error).not.toBeNull()
  return Number(row?.nextAt.getTime()) - Number(row?.updatedAt.getTime())
}

test('a site that is away is asked ever more rarely, before anything was sent and after', async () => {
  const proxy = await startFaultProxy({ target: site.url, seed: 5, rates: {}, stallMs: 1000, lagMs: 0 })
  onTestFinished(() => proxy.close())
  const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
  await press.want([await press.write('warm.md', '---\ntitle: Warm\n---\n\nText.\n')])
  await press.run()
  await press.store.pool.query('delete from publications')

  await press.want([await press.write('away.md', '---\ntitle: Away\ncategories: [Away]\n---\n\nText.\n')])
  proxy.setRates({ readLost: 1 })
  const pauses = [await pauseAfterStep(press), await pauseAfterStep(press), await pauseAfterStep(press)]
  expect(pauses.map((pause) => Math.round(pause / 100) * 100)).toEqual([1000, 2000, 4000])

  // As if it had been sent, and nobody had answered since an hour.
  await press.store.pool.query(`update publications set state = 'unknown', sent_at = now() - interval '1 hour',
    deadline_at = now() - interval '1 hour', request = jsonb_build_object('kind', 'create', 'hash', wanted_hash, 'type', 'post')`)
  expect(await pauseAfterStep(press)).toBeGreaterThan(60_000)
})

test('a site that asks to be left alone is, and says so, and is not given up', async () => {
  const limited = await wordpress({ constants: { QUIRK_LIMIT: 0, QUIRK_WINDOW: 3600 } })
  const press = await openPress(limited, limited.users.editor, { timing })
  await press.want([await press.write('patient.md', '---\ntitle: Patient\ncategories: [Patient]\n---\n\nText.\n')])
  await limited.setQuirks(['rate-limited'])
  const quarter = 15 * 60_000
  expect(await pauseAfterStep(press)).toBeGreaterThan(quarter - 60_000)
  await limited.clearLog()
  expect(await pauseAfterStep(press)).toBeGreaterThan(quarter - 60_000)
  expect(await limited.log()).toEqual([])
  const [row] = await press.step()
  expect(row).toMatchObject({ state: 'planned', error: { code: 'asked_to_wait' } })
})
