import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { checkExisting, need } from './constraint.ts'
import { newId } from './id.ts'
import { json } from './json.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'

export interface ProjectTable {
  id: string
  /** Unique, capitals or not. */
  name: string
  settings: ColumnType<Record<string, unknown>, unknown, unknown>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export type Project = Selectable<ProjectTable>

/** Throws `already_exists` when the name is taken. */
export async function createProject(db: Db, { name }: { readonly name: string }): Promise<Project> {
  return await checkExisting(`There is a project named "${name}" already`, () =>
    db
      .insertInto('projects')
      .values({ id: newId('prj'), name, settings: json({}) })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

/** The project that a command line call uses when none was made yet: made once, whoever comes first. */
export async function provideProject(db: Db, name: string): Promise<Project> {
  const found = await findProject(db, name)
  if (found !== undefined) return found
  await db
    .insertInto('projects')
    .values({ id: newId('prj'), name, settings: json({}) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return need(await findProject(db, name), `There is no project "${name}"`)
}

/** By id, or by name in capitals or not. */
export async function findProject(db: Db, idOrName: string): Promise<Project | undefined> {
  return await db
    .selectFrom('projects')
    .selectAll()
    .where((is) =>
      is.or([
        is('id', '=', idOrName),
        is(is.fn<string>('lower', ['name']), '=', is.fn<string>('lower', [is.val(idOrName)])),
      ]),
    )
    // Somebody may have named one with the id of another.
    .orderBy((is) => is('id', '=', idOrName), 'desc')
    .executeTakeFirst()
}

/** Throws `not_found`. */
export async function getProject(db: Db, id: string): Promise<Project> {
  const row = await db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst()
  return need(row, `There is no project ${id}`)
}

/** In the order they were made; with `memberId`, only those that this user is a member of. */
export async function listProjects(
  db: Db,
  filter: { readonly memberId?: string },
  page: PageRequest = {},
): Promise<Page<Project>> {
  const after = readCursor(page)
  const rows = await db
    .selectFrom('projects')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .$if(filter.memberId !== undefined, (query) =>
      query.where('id', 'in', (from) =>
        from
          .selectFrom('members')
          .select('projectId')
          .where('userId', '=', filter.memberId ?? ''),
      ),
    )
    .orderBy('id')
    .limit(rowsFor(page))
    .execute()
  return toPage(rows, page, ({ id }) => id)
}

/** Throws `not_found`, or `already_exists` when the name is taken. */
export async function updateProject(
  db: Db,
  id: string,
  /** Settings by name: those that are not named stay. */
  changes: { readonly name?: string; readonly settings?: Readonly<Record<string, unknown>> },
): Promise<Project> {
  const row = await checkExisting(`There is a project named "${changes.name}" already`, () =>
    db
      .updateTable('projects')
      .set({
        updatedAt: new Date(),
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.settings === undefined ? {} : { settings: sql`settings || ${json(changes.settings, 64 * 1024)}` }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  )
  return need(row, `There is no project ${id}`)
}

/** With everything in it. True when it was there. */
export async function deleteProject(db: Db, id: string): Promise<boolean> {
  const gone = await db.deleteFrom('projects').where('id', '=', id).executeTakeFirst()
  return gone.numDeletedRows > 0n
}
