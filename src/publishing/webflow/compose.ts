import { type ComposedItem, composeItem } from '../../connectors/webflow/articles/compose-item.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { PressDeps } from '../deps.ts'
import { type ImageShelf, type ImagesLater, provideImages } from '../provide-images.ts'
import type { WebflowPressSite, WebflowWork } from './work.ts'

type Composed = ({ readonly kind: 'ready' } & ComposedItem) | ImagesLater

/**
 * Everything that an item takes, made ready: its images uploaded, the items that it refers to found or made. What cannot be
 * sent is refused before anything is. Throws what refuses an image or a reference.
 */
export async function composeWork(
  deps: PressDeps,
  site: WebflowPressSite,
  { article, plan, options }: WebflowWork,
): Promise<Composed> {
  const bare = composeItem(article, plan, new Map(), {})
  refuseEmpty(bare.missing)
  const provided = await provideImages(deps, shelfOf(site), plan.images)
  if (provided.kind === 'later') return provided
  const images = new Map(
    [...provided.images].flatMap(([hash, { ref, url }]) => (ref === null ? [] : [[hash, { id: ref, url }] as const])),
  )
  const policy = options.missingTerms === 'create' ? 'create' : 'skip'
  const ids = await site.desk.resolve(bare.references, { policy, live: plan.state === 'live' })
  return { kind: 'ready', ...composeItem(article, plan, images, ids) }
}

/** Throws `bad_input` where a required field would stay empty. */
export function refuseEmpty(missing: readonly string[]): void {
  if (missing.length === 0) return
  throw new HubError('bad_input', `The collection requires ${missing.join(', ')}, and the article has nothing for it`, {
    fix: 'Map a part of the article to it (pressroom mapping <connection>), or make the field optional in Webflow.',
  })
}

function shelfOf({ shelf, projectId, siteKey }: WebflowPressSite): ImageShelf {
  return {
    projectId,
    siteKey,
    async find(hash, isDoubtful) {
      const asset = await shelf.find(hash, isDoubtful)
      return asset === null ? null : { id: null, ref: asset.id, url: asset.url }
    },
    async upload(file, _, notAfter) {
      const { id, url } = await shelf.upload(file, { notAfter })
      return { id: null, ref: id, url }
    },
    async remove({ ref }) {
      if (ref !== null) await shelf.remove(ref)
    },
  }
}
