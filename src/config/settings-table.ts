import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  databaseAddress,
  folder,
  hostsAndNetworks,
  networks,
  oneOf,
  type SettingType,
  text,
  webAddress,
  webOrigin,
  wholeNumber,
} from './setting-types.ts'

/** One row of the table of settings. */
export interface Setting<T> {
  /** The environment variable. */
  readonly variable: string
  /** What it is for, as one sentence. */
  readonly about: string
  readonly type: SettingType<T>
  /** The value when the variable is not set. */
  readonly fallback: (env: Environment) => T
  /** `all`: never shown. `password`: an address whose password is not shown. */
  readonly secret?: 'all' | 'password'
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Every setting that the program has. Nothing else reads the environment. Kept free of heavy imports: a stateless
 * command such as `pressroom diagnose` reads this table as well.
 */
export const settingsTable = {
  data: row('PRESSROOM_DATA', 'The folder with the database, the key and the socket.', folder, defaultDataFolder),
  databaseUrl: {
    ...row('DATABASE_URL', 'Your own PostgreSQL instead of the embedded one.', optional(databaseAddress), nothing),
    secret: 'password',
  },
  key: {
    ...row(
      'PRESSROOM_KEY',
      'The key that seals credentials: 32 random bytes, base64 or hex. Several with commas between: the first one seals, all of them open. Default: the file "key" in the data folder.',
      optional(text),
      nothing,
    ),
    secret: 'all',
  },
  url: row('PRESSROOM_URL', 'The address under which people reach this hub.', optional(webOrigin), nothing),
  host: row('PRESSROOM_HOST', 'The address to listen on.', text, () => '127.0.0.1'),
  port: row(
    'PRESSROOM_PORT',
    'The port to listen on; 0 takes a free one.',
    wholeNumber(0, 65535, 'a port'),
    () => 8730,
  ),
  allowPrivate: row(
    'PRESSROOM_ALLOW_PRIVATE',
    'Private hosts and networks that sites may live in. All others are refused.',
    hostsAndNetworks,
    none,
  ),
  trustedProxies: row(
    'PRESSROOM_TRUSTED_PROXIES',
    'Reverse proxies whose X-Forwarded headers are believed.',
    networks,
    none,
  ),
  logLevel: row(
    'PRESSROOM_LOG_LEVEL',
    'How much is logged.',
    oneOf('silent', 'error', 'warn', 'info', 'debug', 'trace'),
    () => 'info' as const,
  ),
  role: row(
    'PRESSROOM_ROLE',
    'What this process does: answer requests, work, or both.',
    oneOf('all', 'web', 'worker'),
    () => 'all' as const,
  ),
  remote: row('PRESSROOM_REMOTE', 'A hub elsewhere that the command line talks to.', optional(webAddress), nothing),
  token: { ...row('PRESSROOM_TOKEN', 'The API key for that hub.', optional(text), nothing), secret: 'all' },
  webflowApi: row(
    'PRESSROOM_WEBFLOW_API',
    'Another address of the Webflow API, for tests.',
    optional(webAddress),
    nothing,
  ),
  webflowClientId: row('PRESSROOM_WEBFLOW_CLIENT_ID', 'The client id of your Webflow app.', optional(text), nothing),
  webflowClientSecret: {
    ...row('PRESSROOM_WEBFLOW_CLIENT_SECRET', 'The client secret of your Webflow app.', optional(text), nothing),
    secret: 'all',
  },
  keepChecksDays: days('PRESSROOM_KEEP_CHECKS', 'How long checks and diagnoses are kept.', 90),
  keepEventsDays: days('PRESSROOM_KEEP_EVENTS', 'How long events are kept.', 30),
  keepDeliveriesDays: days(
    'PRESSROOM_KEEP_DELIVERIES',
    'How long deliveries to webhooks are kept after they ended.',
    30,
  ),
  keepRunsDays: days('PRESSROOM_KEEP_RUNS', 'How long finished runs are kept.', 90),
  keepAuditDays: days('PRESSROOM_KEEP_AUDIT', 'How long the audit log is kept.', 365),
  oidcIssuer: row('PRESSROOM_OIDC_ISSUER', 'Log in with this OpenID provider.', optional(webAddress), nothing),
  oidcClientId: row('PRESSROOM_OIDC_CLIENT_ID', 'Our client id at that provider.', optional(text), nothing),
  oidcClientSecret: {
    ...row('PRESSROOM_OIDC_CLIENT_SECRET', 'Our client secret at that provider.', optional(text), nothing),
    secret: 'all',
  },
} as const satisfies Record<string, Setting<unknown>>

/** What the settings are after reading, one property a row. */
export type Settings = {
  readonly [Name in keyof typeof settingsTable]: ReturnType<(typeof settingsTable)[Name]['fallback']>
}

function row<T>(
  variable: string,
  about: string,
  type: SettingType<T>,
  fallback: (env: Environment) => NoInfer<T>,
): Setting<T> {
  return { variable, about, type, fallback }
}

function days(variable: string, about: string, fallback: number): Setting<number> {
  return row(variable, about, wholeNumber(1, 36_500, 'days'), () => fallback)
}

function optional<T>(type: SettingType<T>): SettingType<T | null> {
  return type
}

function nothing(): null {
  return null
}

function none(): readonly string[] {
  return []
}

/** Where programs of this platform keep their data. Root has no home of its own there that a database account may enter. */
function defaultDataFolder(env: Environment): string {
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Pressroom')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pressroom')
  if (env.XDG_DATA_HOME !== undefined && env.XDG_DATA_HOME !== '') return join(env.XDG_DATA_HOME, 'pressroom')
  if (process.getuid?.() === 0) return '/var/lib/pressroom'
  return join(homedir(), '.local', 'share', 'pressroom')
}
