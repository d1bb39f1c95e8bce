import { searchMarked } from '../../connectors/wordpress/find-posts.ts'
import { type Adoption, adoptRemotes, listNewMarks, listNewTypes } from '../../store/adopt-remotes.ts'
import { highestKnownId } from '../../store/publications.ts'
import type { PressDeps } from '../deps.ts'
import { carriesVersion } from './mark-fields.ts'
import type { PublishingSite } from './publishing-site.ts'
import { remoteOf, stateOf } from './receipt.ts'

/**
 * The first time that anything goes to a site, looks whether there are posts of ours already: from before the database was
 * lost, or from another hub with the same files. One request a post type where there are none. A post with exactly what is
 * wanted is taken as published; one with something else is a conflict, since nobody knows who wrote it.
 */
export async function adoptPosts({ store }: PressDeps, site: PublishingSite): Promise<void> {
  const { db } = store
  if ((await highestKnownId(db, site)) !== null) return
  const types = (await listNewTypes(db, site.connectionId)).filter((type) => site.open.facts.types.has(type))
  const rows = await listNewMarks(db, site.connectionId)
  const adoptions: Adoption[] = []
  for (const type of types) {
    const found = await searchMarked(site.open, type)
    for (const { id, mark, wantedHash } of rows) {
      const post = found.get(mark)
      if (post === undefined) continue
      const isDone = carriesVersion(post.content, mark, wantedHash) && post.status !== 'trash'
      const error = {
        code: 'found_on_site',
        message: `The article is on the site already, with other content, last changed at ${post.modified} UTC`,
        fix: 'Compare the two, and publish again with "overwrite" to write over the other one.',
      }
      const remote = {
        ...remoteOf(post),
        id: post.id,
        url: post.link,
        status: post.status,
        modified: post.modified,
        hash: remoteOf(post).hash ?? '',
      }
      adoptions.push({
        id,
        remote,
        isDone,
        state: isDone ? stateOf(post.status) : 'conflict',
        error: isDone ? null : error,
      })
    }
  }
  await adoptRemotes(db, adoptions)
}
