import { findUser } from '../../connectors/wordpress/users.ts'
import type { UploadedImage } from '../../content/blocks/build.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { PressDeps } from '../deps.ts'
import type { Drop } from '../drop.ts'
import type { ImagesLater } from '../provide-images.ts'
import { type Composed, composePost, termKey } from './compose.ts'
import type { Work } from './load-work.ts'
import { providePlannedImages } from './planned-images.ts'
import type { PublishingSite } from './publishing-site.ts'
import { resolveTerms } from './resolve-terms.ts'
import { type TakenAway, takeAway } from './take-away.ts'

/** The terms that several articles name, by their keys; those that the site does not have and does not get, with the reason. */
export interface KnownTerms {
  readonly ids: ReadonlyMap<string, number>
  readonly refused: ReadonlyMap<string, string>
}

/** The fields to send; or when to ask again, since an image is not there yet. */
export type ComposedWork = ({ readonly kind: 'ready' } & Composed & TakenAway) | ImagesLater

/** All terms of these articles, found or made together. */
export async function provideTerms(
  { store }: PressDeps,
  site: PublishingSite,
  works: readonly Work[],
): Promise<KnownTerms> {
  const ids = new Map<string, number>()
  const refused = new Map<string, string>()
  for (const missing of ['create', 'leave-out'] as const) {
    const wanted = works.filter(({ options }) => options.missingTerms === missing).flatMap(({ plan }) => plan.terms)
    if (wanted.length === 0) continue
    const resolved = await resolveTerms(store.db, site, wanted, missing)
    for (const [key, id] of resolved.ids) ids.set(key, id)
    for (const [key, why] of resolved.refused) refused.set(key, why)
  }
  return { ids, refused }
}

/** The fields of one article's post, its images on the site. Throws what refuses it, or an image of it. */
export async function composeWork(
  deps: PressDeps,
  site: PublishingSite,
  { row, article, plan }: Work,
  terms: KnownTerms,
): Promise<ComposedWork> {
  let images: ReadonlyMap<string, UploadedImage> = new Map()
  if (plan.images.length > 0) {
    const provided = await providePlannedImages(deps, site, plan.images)
    if (provided.kind === 'later') return provided
    images = provided.images
  }
  const drops = plan.terms.flatMap(({ taxonomy, field, path }): Drop[] => {
    const why = terms.refused.get(termKey(taxonomy, path))
    return why === undefined ? [] : [{ field, why: `${path}: ${why}`, snippet: null }]
  })
  const author = plan.author === null ? null : await findUser(site.open, plan.author)
  if (plan.author !== null && author === null)
    throw new HubError('bad_input', `The site has no user "${plan.author}", or does not show them to us`, {
      fix: 'Give the login, the e-mail or the name of a user of the site; or none, for the user that the connection logs in as.',
    })
  const { facts } = site.open
  const { fields, notes } = composePost({
    article,
    plan,
    ids: { terms: terms.ids, images, author },
    mark: row.mark,
    wantedHash: row.wantedHash,
    unfilteredHtml: facts.user.can.unfilteredHtml === true,
    version: facts.version,
  })
  const before = row.remoteId === null ? null : (row.sent ?? [])
  const away = takeAway(fields, { article, plan, facts, before })
  return { kind: 'ready', ...away, notes: [...notes, ...away.notes], drops: [...drops, ...away.drops] }
}
