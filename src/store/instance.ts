import { randomUUID } from 'node:crypto'
import type { ColumnType, Generated } from 'kysely'
import { sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/** What this installation knows about itself: one row a name, an open value or a sealed one. */
export interface InstanceTable {
  name: string
  value: ColumnType<unknown, unknown, unknown>
  /** Sealed for `instance/<name>/sealed`. */
  sealed: string | null
  updatedAt: Generated<Date>
}

/** Null when it was never set. */
export async function getInstanceValue(db: Db, name: string): Promise<unknown> {
  const row = await db.selectFrom('instance').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

export async function setInstanceValue(db: Db, name: string, value: unknown): Promise<void> {
  await db
    .insertInto('instance')
    .values({ name, value: json(value) })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ value: sql`excluded.value`, updatedAt: new Date() }),
    )
    .execute()
}

/** Null when it was never set. */
export async function getInstanceSealed(db: Db, name: string): Promise<string | null> {
  const row = await db.selectFrom('instance').select('sealed').where('name', '=', name).executeTakeFirst()
  return row?.sealed ?? null
}

/** Sets it, unless somebody did before; returns the one that stands. For what must exist once: a canary, a secret, a set-up token. */
export async function provideInstanceSealed(db: Db, name: string, sealed: string): Promise<string> {
  await db
    .insertInto('instance')
    .values({ name, sealed, value: null })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await getInstanceSealed(db, name)) ?? sealed
}

/** Where the vault keeps the value that tells at start whether the key is the right one. */
export function keepCanary(db: Db): { read(): Promise<string | null>; provide(sealed: string): Promise<string> } {
  return {
    read: async () => await getInstanceSealed(db, 'canary'),
    provide: async (sealed) => await provideInstanceSealed(db, 'canary', sealed),
  }
}

/** A random id made at first use, the same ever after, also in a restored copy. */
export async function provideInstallationId(db: Db): Promise<string> {
  await db
    .insertInto('instance')
    .values({ name: 'installation', value: json(randomUUID()) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return String(await getInstanceValue(db, 'installation'))
}
