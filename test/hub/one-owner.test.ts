import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runCommand, startHub, useDataFolder } from './process.ts'

/** In each order. */
const rounds = process.env.DEEP === undefined ? 3 : 100

/** Some milliseconds, so that over the rounds the two meet at every point of their start. */
const moment = (): Promise<void> => sleep(Math.random() * 400)

test.each(['the call first', 'the hub first'])(
  'a call and a hub that start at the same moment on one folder both do their work, %s',
  {
    timeout: rounds * 60_000,
  },
  async (order) => {
    const environment = { PRESSROOM_DATA: useDataFolder() }
    const projects: string[] = []
    for (let round = 0; round < rounds; round++) {
      const name = `Project ${round}`
      const call = async () => await runCommand(['projects', 'create', name, '--json'], environment)
      // Now and then not quite the same moment: then the one meets the other while it works or stops.
      const apart = round % 2 === 0 ? async () => {} : moment
      const calling = order === 'the call first' ? call() : null
      if (calling !== null) await apart()
      const starting = startHub(environment)
      if (calling === null) await apart()
      const [hub, called] = await Promise.all([starting, calling ?? call()])
      expect([called.ended, called.output]).toEqual([0, expect.stringContaining(name)])
      projects.push(name)
      // A call that meets a hub which is stopping waits for it, and is then its own hub.
      hub.signal(round % 3 === 2 ? 'SIGKILL' : 'SIGTERM')
      const late = await runCommand(['projects', '--json'], environment)
      expect([late.ended, late.output]).toEqual([0, expect.stringContaining(name)])
      expect(await hub.ended).toBe(round % 3 === 2 ? 'SIGKILL' : 0)
    }
    const { output } = await runCommand(['projects', '--json'], environment)
    expect(projects.filter((name) => !output.includes(`"${name}"`))).toEqual([])
  },
)
