import { parse } from 'csv-parse/sync'
import { HubError, toHubError } from '../errors/hub-error.ts'

/** One site to connect, as a file says it. Holds a password. */
export interface ImportLine {
  /** In the file: of a CSV file the line, of JSON the place in the list; from 1. */
  readonly line: number
  readonly address: string
  /** Empty where the kind has none. */
  readonly username: string
  /** Or a token. */
  readonly password: string
  readonly name: string | undefined
  readonly groups: readonly string[]
  readonly kind: keyof typeof kinds
  readonly method: string
}

/** The kinds that a file can connect: whether they have users, how they are connected by a secret, and what else that is called. */
const kinds = {
  wordpress: {
    users: true,
    methods: ['application-password', 'jwt'],
    // A one-click password is an application password, and is exported by how it came.
    aliases: ['', 'manual', 'authorize'],
  },
  webflow: { users: false, methods: ['token'], aliases: ['', 'oauth'] },
} as const

const mostImportLines = 5000
const largestText = 1024 * 1024
const longestField = 4096

/** What a column may be called; compared in small letters, without spaces, dashes and underscores. */
const columns: Readonly<Record<string, keyof Fields>> = {
  address: 'address',
  url: 'address',
  site: 'address',
  user: 'username',
  username: 'username',
  login: 'username',
  account: 'username',
  password: 'password',
  applicationpassword: 'password',
  token: 'password',
  kind: 'kind',
  name: 'name',
  group: 'groups',
  groups: 'groups',
  method: 'method',
  auth: 'method',
}

interface Fields {
  address?: string
  username?: string
  password?: string
  name?: string
  groups?: string
  kind?: string
  method?: string
}

/** A line that cannot be understood; `message` never repeats what it says, since it may be the password. */
export interface BadLine {
  readonly line: number
  readonly message: string
}

/**
 * The lines of a CSV file with a header (commas, semicolons or tabs), or of a JSON list of objects. Throws `bad_input` for
 * what is neither, `too_large` past 5,000 lines.
 */
export function readImport(format: 'csv' | 'json', text: string): (ImportLine | BadLine)[] {
  if (Buffer.byteLength(text) > largestText) throw new HubError('too_large', 'The file is larger than 1 MB')
  const read = format === 'csv' ? readCsv(text) : readJson(text)
  if (read.length > mostImportLines) throw new HubError('too_large', `The file has more than ${mostImportLines} sites`)
  return read.map(({ line, fields }) => toLine(line, fields))
}

interface Read {
  readonly line: number
  readonly fields: Fields
}

function readCsv(text: string): Read[] {
  const head = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? ''
  const delimiter = [',', ';', '\t'].find((mark) => head.includes(mark)) ?? ','
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      max_record_size: longestField * 8,
      relax_column_count: true,
      skip_empty_lines: true,
      to: mostImportLines + 2,
      trim: true,
    }) as unknown as typeof rows
  } catch (error) {
    // Its message and its cause may hold the line itself.
    throw new HubError('bad_input', `The file is not CSV: ${codeOf(error)}`)
  }
  const [header, ...lines] = rows
  const names = (header?.record ?? []).map((name) => columns[name.toLowerCase().replace(/[\s_-]/g, '')])
  for (const needed of ['address', 'username', 'password'] as const) {
    if (!names.includes(needed)) {
      throw new HubError('bad_input', `The first line names no column "${needed}"`, {
        fix: 'Begin the file with a line such as: address,username,password,name,groups',
      })
    }
  }
  return lines.map(({ record, info }) => {
    const fields: Fields = {}
    record.forEach((value, index) => {
      const name = names[index]
      if (name !== undefined) fields[name] = value
    })
    return { line: info.lines, fields }
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : toHubError(error).code
}

function readJson(text: string): Read[] {
  let list: unknown
  try {
    list = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // Its message may hold a piece of the text.
    throw new HubError('bad_input', 'The file is not JSON')
  }
  if (!Array.isArray(list)) throw new HubError('bad_input', 'The file is no list of sites')
  return list.slice(0, mostImportLines + 1).map((item: unknown, index) => ({ line: index + 1, fields: fieldsOf(item) }))
}

function fieldsOf(item: unknown): Fields {
  const fields: Fields = {}
  if (typeof item !== 'object' || item === null) return fields
  for (const [name, value] of Object.entries(item).slice(0, 50)) {
    const column = columns[name.toLowerCase().replace(/[\s_-]/g, '')]
    if (column === undefined) continue
    if (typeof value === 'string') fields[column] = value.trim()
    else if (column === 'groups' && Array.isArray(value)) fields.groups = value.map(String).join(';')
  }
  return fields
}

function toLine(line: number, fields: Fields): ImportLine | BadLine {
  const { address = '', username = '', password = '', name, groups = '' } = fields
  const kind = fields.kind || 'wordpress'
  if (!isKind(kind)) return { line, message: 'The kind is not known' }
  const { users, methods, aliases } = kinds[kind]
  const needed = { address, ...(users ? { username } : {}), password }
  const missing = Object.entries(needed).find(([, value]) => value === '')?.[0]
  if (missing !== undefined) return { line, message: `There is no ${missing}` }
  const long = Object.entries(fields).find(([, value]) => value.length > longestField)?.[0]
  if (long !== undefined) return { line, message: `${long} is longer than ${longestField} characters` }
  const { method: written = '' } = fields
  const isAlias = aliases.some((alias) => alias === written)
  const method = isAlias ? methods[0] : methods.find((known) => known === written)
  if (method === undefined) return { line, message: 'The method is not known' }
  const list = groups.split(/[,;|]/).map((group) => group.trim())
  const unique = [...new Set(list)].filter((group) => group !== '' && group.length <= 100).slice(0, 20)
  return {
    ...{ line, address, username, password, kind, method },
    name: name === '' ? undefined : name?.slice(0, 100),
    groups: unique,
  }
}

function isKind(kind: string): kind is keyof typeof kinds {
  return Object.hasOwn(kinds, kind)
}
