import { expect, test } from 'vitest'
import { describeSettings, readSettings } from './settings.ts'

test('an empty environment gives the defaults, with a data folder of the platform', () => {
  const settings = readSettings({ XDG_DATA_HOME: '/tmp/xdg' })
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 8730, role: 'all', databaseUrl: null, allowPrivate: [] })
  if (process.platform === 'linux') expect(settings.data).toBe('/tmp/xdg/pressroom')
})

test.each([
  ['PRESSROOM_PORT', '80a', /PRESSROOM_PORT.*whole number from 0 to 65535/],
  ['PRESSROOM_PORT', '70000', /PRESSROOM_PORT.*whole number from 0 to 65535/],
  ['PRESSROOM_ROLE', 'boss', /PRESSROOM_ROLE.*one of all, web, worker/],
  ['PRESSROOM_URL', 'press.example.com', /PRESSROOM_URL.*web address/],
  ['PRESSROOM_URL', 'https://a:b@press.example.com', /PRESSROOM_URL.*web address/],
  ['PRESSROOM_URL', 'https://example.com/press', /PRESSROOM_URL.*without a path/],
  ['DATABASE_URL', 'postgres://hub:50%zz@localhost/x', /DATABASE_URL.*%25/],
  ['DATABASE_URL', 'mysql://localhost/x', /DATABASE_URL.*PostgreSQL address/],
  ['PRESSROOM_ALLOW_PRIVATE', '10.0.0.0/33', /PRESSROOM_ALLOW_PRIVATE.*networks/],
  ['PRESSROOM_ALLOW_PRIVATE', '10.0.0', /PRESSROOM_ALLOW_PRIVATE.*networks/],
  ['PRESSROOM_TRUSTED_PROXIES', 'proxy.internal', /PRESSROOM_TRUSTED_PROXIES.*networks/],
  ['PRESSROOM_KEEP_CHECKS', '0', /PRESSROOM_KEEP_CHECKS.*days/],
  ['PRESSROOM_DATEN', 'x', /PRESSROOM_DATEN is not a setting: did you mean PRESSROOM_DATA\?/],
  ['PRESSROOM_ALOW_PRIVAT', 'x', /did you mean PRESSROOM_ALLOW_PRIVATE\?/],
  ['PRESSROOM_OIDC_ISSUER', 'https://id.example.com', /PRESSROOM_OIDC_CLIENT_ID and PRESSROOM_OIDC_CLIENT_SECRET/],
])('%s=%s is refused with what was expected', (variable, value, message) => {
  expect(() => readSettings({ [variable]: value })).toThrow(message)
  expect(() => readSettings({ [variable]: value })).toThrow(expect.objectContaining({ code: 'bad_setting' }))
})

test('a bad value is not repeated in the error, since it may be a secret in the wrong variable', () => {
  expect(() => readSettings({ PRESSROOM_PORT: 'hunter2-hunter2' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('hosts, addresses and networks are read as a list in small letters', () => {
  const { allowPrivate } = readSettings({ PRESSROOM_ALLOW_PRIVATE: ' WP.internal, 10.0.0.0/8,fd00::/8,*.test ' })
  expect(allowPrivate).toEqual(['wp.internal', '10.0.0.0/8', 'fd00::/8', '*.test'])
})

test('describing the settings shows every variable and no secret', () => {
  const lines = describeSettings(
    readSettings({
      PRESSROOM_KEY: 'planted-key-planted',
      PRESSROOM_TOKEN: 'planted-token',
      DATABASE_URL: 'postgres://hub:planted-password@db.example.com/hub?password=planted-too',
      PRESSROOM_PORT: '9000',
    }),
  )
  expect(JSON.stringify(lines)).not.toContain('planted')
  expect(lines.find((line) => line.variable === 'DATABASE_URL')?.value).toContain('db.example.com')
  expect(lines.find((line) => line.variable === 'PRESSROOM_PORT')?.value).toBe('9000')
  expect(lines.every((line) => line.about !== '' && line.expected !== '')).toBe(true)
})
