import { HubError } from '../errors/hub-error.ts'
import { nearest } from './nearest.ts'
import { type Environment, type Setting, type Settings, settingsTable } from './settings-table.ts'

const rows: readonly (readonly [string, Setting<unknown>])[] = Object.entries(settingsTable)
const variables = rows.map(([, setting]) => setting.variable)

/**
 * The settings of this process. An empty variable counts as not set. Throws `bad_setting` that names the variable
 * and what was expected; the value itself is not repeated, since it may be a secret in the wrong place.
 */
export function readSettings(env: Environment): Settings {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('PRESSROOM_') || variables.includes(name)) continue
    const known = nearest(name, variables)
    throw new HubError('bad_setting', `${name} is not a setting${known === null ? '' : `: did you mean ${known}?`}`)
  }
  const settings = Object.fromEntries(rows.map(([name, setting]) => [name, readOne(setting, env)]))
  checkOidc(settings)
  return settings as Settings
}

function readOne(setting: Setting<unknown>, env: Environment): unknown {
  const written = env[setting.variable]?.trim()
  if (written === undefined || written === '') return setting.fallback(env)
  const value = setting.type.parse(written)
  if (value === undefined) {
    throw new HubError('bad_setting', `${setting.variable} is not valid: expected ${setting.type.expected}`)
  }
  return value
}

/** A provider needs all three of its settings; two of them would look as if logging in worked. */
function checkOidc(settings: Record<string, unknown>): void {
  const names = ['oidcIssuer', 'oidcClientId', 'oidcClientSecret'] as const
  const missing = names.filter((name) => settings[name] === null)
  if (missing.length === 0 || missing.length === names.length) return
  const variable = missing.map((name) => settingsTable[name].variable).join(' and ')
  throw new HubError('bad_setting', `${variable} must be set as well: an OpenID provider needs issuer, id and secret`)
}

/** One line of `pressroom config`. */
export interface DescribedSetting {
  readonly variable: string
  readonly about: string
  readonly expected: string
  /** As text, secrets masked; empty when there is no value. */
  readonly value: string
}

export function describeSettings(settings: Settings): DescribedSetting[] {
  const values: Readonly<Record<string, unknown>> = settings
  return rows.map(([name, setting]) => ({
    variable: setting.variable,
    about: setting.about,
    expected: setting.type.expected,
    value: show(setting, values[name]),
  }))
}

function show(setting: Setting<unknown>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (setting.secret === 'all') return '********'
  if (Array.isArray(value)) return value.join(',')
  if (setting.secret === undefined) return String(value)
  const url = new URL(String(value))
  if (url.password !== '') url.password = '********'
  if (url.searchParams.has('password')) url.searchParams.set('password', '********')
  return url.href
}
