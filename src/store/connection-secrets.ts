import { need } from './constraint.ts'
import type { Db } from './open-store.ts'

/** The sealed columns of a connection, as they are stored. Only the layer that holds the key can open them. */
export interface ConnectionSecrets {
  readonly sealed: string | null
  readonly sealedNext: string | null
}

/** Throws `not_found`. */
export async function readConnectionSecrets(db: Db, id: string): Promise<ConnectionSecrets> {
  const row = await db
    .selectFrom('connections')
    .select(['sealed', 'sealedNext'])
    .where('id', '=', id)
    .executeTakeFirst()
  return need(row, `There is no connection ${id}`)
}

/** Stores them, in one statement with whatever else the caller's transaction does. Throws `not_found`. */
export async function writeConnectionSecrets(db: Db, id: string, secrets: Partial<ConnectionSecrets>): Promise<void> {
  const row = await db
    .updateTable('connections')
    .set({ ...secrets, updatedAt: new Date() })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  need(row, `There is no connection ${id}`)
}
