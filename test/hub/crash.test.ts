import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Site, wordpress } from '../wordpress/site.ts'
import { call } from './browser.ts'
import { type HubProcess, startHub, useDataFolder } from './process.ts'

/** How often the hub is killed. */
const rounds = process.env.DEEP === undefined ? 3 : 20

interface Listed {
  readonly id: string
  readonly account: string
  readonly rotating: boolean
}

test('killed with -9 while it connects, checks and rotates, the hub loses no login and leaves none behind', {
  timeout: 600_000,
}, async () => {
  const site = await wordpress({ fresh: true })
  const data = useDataFolder()
  const environment = { PRESSROOM_DATA: data, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' }
  const ask = async (path: string, json?: object) => {
    const options = { socketPath: join(data, 'hub.sock'), ...(json === undefined ? {} : { json }) }
    return (await call(`http://hub/api/v1${path}`, options)).json as Record<string, unknown>
  }
  const list = async () => (await ask('/connections?limit=500')).items as Listed[]
  const users = await makeUsers(site, rounds * 2 + 1)
  const acknowledged = new Set<string>()
  const rotated = new Set<string>()

  async function connect({ username, password }: SiteLogin): Promise<void> {
    const { connection } = await ask('/connections', {
      input: { address: site.url, username, password },
      name: username,
    })
    if (typeof connection === 'object' && connection !== null) acknowledged.add(username)
  }

  async function rotateAll(): Promise<void> {
    for (const { id, account } of await list()) {
      await ask(`/connections/${id}/check`, {})
      const answer = await ask(`/connections/${id}/rotate`, {})
      if ('retireAt' in answer) rotated.add(account)
    }
  }

  let hub: HubProcess = await startHub(environment)
  for (let round = 0; round < rounds; round++) {
    const [one, two] = [users[round * 2], users[round * 2 + 1]]
    if (one === undefined || two === undefined) throw new Error('There are too few users')
    const first = connect(one)
    const working = Promise.allSettled([first.then(() => connect(two)), rotateAll(), rotateAll()])
    // Every other time the kill comes after something was acknowledged, however slow the machine is.
    if (round % 2 === 0) await first
    await sleep(Math.random() * 1800)
    hub.signal('SIGKILL')
    await hub.ended
    await working
    hub = await startHub(environment)
    const connections = await list()
    expect(connections.map(({ account }) => account)).toEqual(expect.arrayContaining([...acknowledged]))
    await untilTidy(site, users)
    for (const { id } of connections) {
      expect(await ask(`/connections/${id}/check`, {})).toMatchObject({ verdict: 'connected', state: 'active' })
    }
  }
  console.log(`${rounds} kills: ${acknowledged.size} connected, ${rotated.size} rotated`)
  expect(acknowledged.size).toBeGreaterThanOrEqual(rounds / 2)
  // And all goes on as ever.
  const [last] = users.slice(-1)
  if (last !== undefined) await connect(last)
  const fresh = (await list()).find(({ account }) => account === last?.username)
  expect(await ask(`/connections/${fresh?.id}/rotate`, {})).toMatchObject({ connection: { verdict: 'connected' } })
  hub.signal('SIGTERM')
  expect(await hub.ended).toBe(0)
  await site.close()
})

interface SiteLogin {
  readonly username: string
  readonly password: string
}

async function makeUsers(site: Site, count: number): Promise<SiteLogin[]> {
  return (await site.php(`
    $made = [];
    for ($i = 0; $i < ${count}; $i++) {
      $id = wp_insert_user(['user_login' => "user$i", 'user_pass' => wp_generate_password(), 'user_email' => "u$i@a.example", 'role' => 'editor']);
      $made[] = ['username' => "user$i", 'password' => WP_Application_Passwords::create_new_application_password($id, ['name' => 'x'])[0]];
    }
    return $made;`)) as SiteLogin[]
}

/** Every user has exactly one password at the site: none was lost, none is left over. */
async function untilTidy(site: Site, users: readonly SiteLogin[]): Promise<void> {
  const count = async () =>
    await site.php(
      `return array_map(fn ($u) => count(WP_Application_Passwords::get_user_application_passwords($u->ID)), get_users(['search' => 'user*', 'orderby' => 'ID']));`,
    )
  const wanted = users.map(() => 1)
  let counted = await count()
  for (let tries = 0; tries < 40 && JSON.stringify(counted) !== JSON.stringify(wanted); tries++) {
    await sleep(500)
    counted = await count()
  }
  expect(counted).toEqual(wanted)
}
