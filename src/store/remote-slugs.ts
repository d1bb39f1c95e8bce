import type { Db } from './open-store.ts'

/** A slug on a site that belongs to one of our publications, where things are found by their slugs. */
export interface RemoteSlugTable {
  projectId: string
  siteKey: string
  /** What has each slug once: a collection. */
  type: string
  slug: string
  publicationId: string
}

export interface SlugPlace {
  readonly projectId: string
  readonly siteKey: string
  readonly type: string
}

/** Keeps a slug for a publication. False where it belongs to another one of ours. */
export async function reserveSlug(
  db: Db,
  { projectId, siteKey, type }: SlugPlace,
  slug: string,
  publicationId: string,
): Promise<boolean> {
  await db
    .insertInto('remoteSlugs')
    .values({ projectId, siteKey, type, slug, publicationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const owner = await db
    .selectFrom('remoteSlugs')
    .select('publicationId')
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('type', '=', type)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return owner?.publicationId === publicationId
}

/** The slugs that a publication has kept. */
export async function listReservedSlugs(db: Db, publicationId: string, type: string): Promise<string[]> {
  const rows = await db
    .selectFrom('remoteSlugs')
    .select('slug')
    .where('publicationId', '=', publicationId)
    .where('type', '=', type)
    .orderBy('slug')
    .execute()
  return rows.map(({ slug }) => slug)
}
