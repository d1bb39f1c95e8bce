import { damaged } from './frames.ts'
import type { TableStructure } from './structure.ts'

/** What a backup says of itself. */
export interface BackupHeader {
  readonly format: 1
  /** Of the program that wrote it. */
  readonly version: string
  readonly createdAt: string
  /** PostgreSQL's. */
  readonly server: string
  /** The steps of the schema that had run. */
  readonly migrations: readonly string[]
  readonly tables: readonly TableStructure[]
  readonly sequences: readonly { readonly name: string; readonly value: number }[]
  readonly wrappedKey: string | null
}

/**
 * Tables whose rows are left out: they live for minutes, and some of them (a session, the answer to a request) would be as
 * good as a login to whoever finds the file. After a restore people log in again, and sites are looked through again for what
 * was published since.
 */
export const fleetingTables: readonly string[] = [
  'session',
  'verification',
  'rateLimit',
  'handshakes',
  'idempotency_keys',
  'site_looks',
  'site_marks',
]

/** Throws `backup_damaged` for what is not a header of this format. */
export function parseHeader(content: Buffer): BackupHeader {
  let header: unknown
  try {
    header = JSON.parse(content.toString('utf8'))
  } catch (cause) {
    throw damaged('its header is unreadable', cause)
  }
  if (!isHeader(header)) throw damaged('its header is of a form that this version does not know')
  return header
}

function isHeader(value: unknown): value is BackupHeader {
  const header: Partial<Record<keyof BackupHeader, unknown>> = typeof value === 'object' && value !== null ? value : {}
  return (
    header.format === 1 &&
    isListOf(header.migrations, (name) => typeof name === 'string') &&
    isListOf(header.tables, isTable) &&
    isListOf(header.sequences, isSequence) &&
    (header.wrappedKey === null || typeof header.wrappedKey === 'string')
  )
}

function isListOf(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= 1000 && value.every(accepts)
}

function isTable(value: unknown): boolean {
  const table: Partial<Record<keyof TableStructure, unknown>> = typeof value === 'object' && value !== null ? value : {}
  return (
    isName(table.name) &&
    isListOf(table.columns, (column) => hasNames(column, ['name', 'type'])) &&
    isListOf(table.primaryKey, isName) &&
    isListOf(table.indexes, (index) => isListOf(field(index, 'columns'), isName)) &&
    isListOf(table.references, (reference) => hasNames(reference, ['table', 'onDelete']) && hasLists(reference))
  )
}

function hasLists(reference: unknown): boolean {
  return isListOf(field(reference, 'columns'), isName) && isListOf(field(reference, 'targets'), isName)
}

function isSequence(value: unknown): boolean {
  return hasNames(value, ['name']) && Number.isSafeInteger(field(value, 'value'))
}

function hasNames(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => isName(field(value, name)))
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 100
}
