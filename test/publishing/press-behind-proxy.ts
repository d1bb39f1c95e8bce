import { onTestFinished } from 'vitest'
import type { PublishTiming } from '../../src/publishing/timing.ts'
import { type FaultProxy, startFaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Site } from '../wordpress/site.ts'
import { openPress, type Press } from './press.ts'

/** A press whose site answers as a test wants it to, and was looked through for what is there already. */
export async function openBehindProxy(
  site: Site,
  timing: PublishTiming,
): Promise<{ readonly press: Press; readonly proxy: FaultProxy }> {
  const proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs: 1000, lagMs: 0 })
  onTestFinished(() => proxy.close())
  const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
  await press.want([await press.write('warm.md', '---\ntitle: Warm\nstatus: publish\n---\n\nText.\n')])
  await press.run()
  return { press, proxy }
}
