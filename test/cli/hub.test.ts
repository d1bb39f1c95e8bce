import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useHubEnvironment } from '../hub/environment.ts'
import { useDataFolder } from '../hub/process.ts'
import { wordpress } from '../wordpress/site.ts'
import { type Ended, pressroom, start } from './pressroom.ts'

interface Desk {
  readonly folder: string
  run(args: readonly string[], input?: string, env?: Record<string, string>): Promise<Ended>
  startHub(): Promise<{ url: string; stop(): Promise<void> }>
}

/** A data folder of its own, with sites on this machine allowed. The database is in it where that is what matters. */
async function openDesk({ embedded = false } = {}): Promise<Desk> {
  const place = embedded ? { PRESSROOM_DATA: useDataFolder() } : await useHubEnvironment()
  const env = { ...place, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1', PRESSROOM_PORT: '0' }
  return {
    folder: place.PRESSROOM_DATA,
    run: (args, input = '', more = {}) => pressroom(args, { input, env: { ...env, ...more } }),
    async startHub() {
      const running = start(['start'], env)
      const url = await running.waitForErr(/Pressroom is ready:\S* (http\S+)/)
      return {
        url,
        async stop() {
          running.child.kill('SIGTERM')
          await running.ended
        },
      }
    },
  }
}

function only(json: string): Record<string, unknown>[] {
  return json
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

test('a site is connected, checked, rotated and deleted without a hub, and nothing stays behind', async () => {
  const site = await wordpress({ fresh: true })
  const desk = await openDesk({ embedded: true })
  const { author } = site.users
  const connected = await desk.run(
    ['connect', site.url, '--username', 'author', '--password-stdin', '--name', 'One', '--json'],
    author.applicationPassword,
  )
  expect(connected.err).toBe('')
  expect(connected.code).toBe(0)
  expect(JSON.parse(connected.out)).toMatchObject({
    connection: { name: 'One', verdict: 'connected' },
    diagnosis: { code: null },
  })
  expect(connected.out).not.toContain(author.applicationPassword)

  expect((await desk.run(['check', 'One', '--json'])).code).toBe(0)
  expect((await desk.run(['rotate', 'One', '--json'])).code).toBe(0)
  expect((await desk.run(['check', 'One'])).code).toBe(0)
  const listed = await desk.run(['connections', '--json'])
  expect(only(listed.out)).toMatchObject([{ name: 'One', account: 'author' }])

  expect((await desk.run(['connections', 'delete', 'One'])).code).toBe(0)
  const left = await site.php(
    "return array_column(WP_Application_Passwords::get_user_application_passwords(get_user_by('login', 'author')->ID), 'name');",
  )
  expect(left).not.toContainEqual(expect.stringMatching(/^Pressroom/))
})

test('gibberish connects nothing: exit 1, the reason, and no row', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const { code, out } = await desk.run(
    ['connect', site.url, '--username', 'author', '--password-stdin', '--json'],
    'abcdefghijklmnopqrstuvwx',
  )
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ connection: null, diagnosis: { code: 'wrong_credentials' } })
  expect((await desk.run(['connections', '--json'])).out).toBe('')
})

test('a private site is refused with the setting that allows it', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const { code, out } = await desk.run(
    ['connect', site.url, '--username', 'author', '--password-stdin'],
    site.users.author.applicationPassword,
    {
      PRESSROOM_ALLOW_PRIVATE: '',
    },
  )
  expect(code).toBe(1)
  expect(out).toContain('PRESSROOM_ALLOW_PRIVATE=127.0.0.1')
})

test('the same commands talk to the hub that runs on the folder, and to a remote one by key', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const hub = await desk.startHub()
  try {
    const { author } = site.users
    expect(
      (
        await desk.run(
          ['connect', site.url, '--username', 'author', '--password-stdin', '--name', 'One'],
          author.applicationPassword,
        )
      ).code,
    ).toBe(0)
    const { key } = JSON.parse((await desk.run(['keys', 'create', 'script', '--role', 'editor', '--json'])).out)
    const remote = { PRESSROOM_REMOTE: hub.url, PRESSROOM_TOKEN: key }
    expect(only((await desk.run(['connections', '--json'], '', remote)).out)).toMatchObject([{ name: 'One' }])
    const refused = await desk.run(['projects', 'create', 'Mine'], '', remote)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('You may not do this')
    const stranger = await desk.run(['connections'], '', { ...remote, PRESSROOM_TOKEN: 'prk_nonsense' })
    expect(stranger.code).toBe(1)
    const events = only((await desk.run(['events', '--json'])).out)
    expect(events.map(({ type }) => type)).toContain('connection.connected')
  } finally {
    await hub.stop()
  }
})

test('--follow shows what happens while it happens, until Ctrl-C', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const hub = await desk.startHub()
  const following = start(['events', '--follow', '--json'], { PRESSROOM_DATA: desk.folder })
  try {
    const seen = once(following.child.stdout ?? process.stdin, 'data')
    // The stream begins where it is opened; what happened before is not shown.
    const connect = async (name: string): Promise<void> => {
      await desk.run(
        ['connect', site.url, '--username', name, '--password-stdin', '--name', name],
        site.users[name as 'author' | 'editor'].applicationPassword,
      )
    }
    await connect('author')
    await connect('editor')
    expect(String((await seen)[0])).toContain('connection.connected')
    following.child.kill('SIGINT')
    expect((await following.ended).code).toBe(130)
  } finally {
    following.child.kill('SIGKILL')
    await hub.stop()
  }
})

test('a list of sites is imported line by line, and the same list again changes nothing', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const file = join(desk.folder, 'sites.csv')
  const { author } = site.users
  await writeFile(
    file,
    `address,username,password,name\n${site.url},author,${author.applicationPassword},Good\n${site.url},editor,abcdefghijklmnopqrstuvwx,Bad\n`,
  )
  const first = await desk.run(['connections', 'import', file, '--json'])
  expect(first.code).toBe(1)
  expect(only(first.out)).toMatchObject([{ outcome: 'connected' }, { outcome: 'refused', code: 'wrong_credentials' }])
  expect(only((await desk.run(['connections', 'import', file, '--json'])).out)[0]).toMatchObject({ outcome: 'already' })
  expect((await desk.run(['connections', 'export'])).out).not.toContain(author.applicationPassword)
})

test('a backup is restored with its key into another folder, and its connections work there', async () => {
  const site = await wordpress()
  const desk = await openDesk()
  const other = await openDesk()
  const { author } = site.users
  await desk.run(
    ['connect', site.url, '--username', 'author', '--password-stdin', '--name', 'One'],
    author.applicationPassword,
  )
  const file = join(desk.folder, 'hub.backup')
  expect((await desk.run(['backup', file, '--passphrase-stdin'], 'a long passphrase')).code).toBe(0)
  expect((await other.run(['restore', file, '--passphrase-stdin'], 'another passphrase')).code).toBe(1)
  expect((await other.run(['restore', file, '--passphrase-stdin'], 'a long passphrase')).code).toBe(0)
  expect((await other.run(['check', 'One'])).code).toBe(0)
  expect((await other.run(['keys', 'rotate'])).code).toBe(0)
  expect((await other.run(['check', 'One'])).code).toBe(0)
})

test('every setting is shown, secrets masked', async () => {
  const { code, out } = await pressroom(['config'], {
    env: {
      PRESSROOM_KEY: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=',
      DATABASE_URL: 'postgres://u:hidden@db.example/p',
    },
  })
  expect(code).toBe(0)
  expect(out).toContain('PRESSROOM_ALLOW_PRIVATE')
  expect(out).not.toContain('c2VjcmV0')
  expect(out).not.toContain('hidden')
})

test('a misspelt setting is named, with the one that was meant', async () => {
  const { code, err } = await pressroom(['config'], { env: { PRESSROOM_PROT: '80' } })
  expect(code).toBe(2)
  expect(err).toContain('PRESSROOM_PORT')
})
