import { sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'
import type { Db } from '../store/open-store.ts'
import { type ClaimedPublication, originalNotLive, type Settlement } from '../store/publication-leases.ts'
import type { PublicationState } from '../store/publications.ts'
import { type PublishOptions, publishOptions, type WantedOptions } from './options.ts'
import { failure, postponement } from './settlements.ts'

/** What is known of an article on the connection that is its original. */
interface Original {
  readonly url: string | null
  readonly state: PublicationState
  /** Why it waits, or failed. */
  readonly why: string | null
  readonly isFresh: boolean
}

/** It will be live by itself, or when a person lets it go on. */
const onItsWay: ReadonlySet<PublicationState> = new Set(['planned', 'sending', 'unknown', 'scheduled', 'paused'])

/** While the original is on its way; and where it will take a while: its coming to an end wakes those that wait. In ms. */
const soon = 1500
const later = 10 * 60_000

/**
 * Options whose canonical address is the article on another connection get that address. One whose original is not live yet
 * waits. One that has no original is refused, and one whose original rests without being public fails: it goes on by itself if that
 * goes live after all. Rows without such a wish cost nothing.
 */
export async function resolveOriginals(
  db: Db,
  rows: readonly ClaimedPublication[],
): Promise<{ readonly options: Map<string, PublishOptions>; readonly waiting: Settlement[] }> {
  const options = new Map<string, PublishOptions>()
  const waiting: Settlement[] = []
  const parsed = rows.flatMap((row) => {
    const { data } = publishOptions.safeParse(row.options)
    return data === undefined ? [] : [{ row, wanted: data, connectionId: originalOf(data) }]
  })
  const asked = parsed.filter(({ connectionId }) => connectionId !== null)
  const originals = await findOriginals(
    db,
    asked.map(({ row, connectionId }) => ({ articleId: row.articleId, connectionId: connectionId ?? '' })),
  )
  for (const { row, wanted, connectionId } of parsed) {
    const original = connectionId === null ? undefined : originals.get(`${row.articleId} ${connectionId}`)
    if (connectionId === null || connectionId === row.connectionId)
      options.set(row.id, withCanonical(wanted, undefined))
    else if (original?.state === 'live' && original.url !== null)
      options.set(row.id, withCanonical(wanted, original.url))
    else waiting.push(waitFor(row, original))
  }
  return { options, waiting }
}

/** The same for a preview: the address as far as it is known, else a stand-in, so that it shows whether the site takes one. */
export async function previewOriginal(
  db: Db,
  articleId: string,
  wanted: WantedOptions,
  standIn: string,
): Promise<PublishOptions> {
  const connectionId = originalOf(wanted)
  if (connectionId === null) return withCanonical(wanted, undefined)
  const found = await findOriginals(db, [{ articleId, connectionId }])
  return withCanonical(wanted, found.get(`${articleId} ${connectionId}`)?.url ?? standIn)
}

function originalOf({ canonical }: WantedOptions): string | null {
  return typeof canonical === 'object' ? canonical.connection : null
}

function withCanonical({ canonical, ...others }: WantedOptions, url: string | undefined): PublishOptions {
  const address = typeof canonical === 'string' ? canonical : url
  return { ...others, ...(address === undefined ? {} : { canonical: address }) }
}

function waitFor(row: ClaimedPublication, original: Original | undefined): Settlement {
  if (original === undefined)
    return failure(
      row,
      new HubError('bad_input', 'The article is not wanted on the connection that is to be its original', {
        fix: 'Publish it there too, or give the address as "canonical".',
      }),
    )
  const why = original.why === null ? '' : ` (${original.why.slice(0, 500)})`
  if (!onItsWay.has(original.state))
    return failure(
      row,
      new HubError(
        originalNotLive,
        original.state === 'live'
          ? 'Its original has no address on the web there'
          : `Its original is not public, but ${original.state}${why}`,
        {
          fix: 'Publish the original with the status "publish": this one goes on when that is live. Or give the address as "canonical".',
        },
      ),
    )
  const underWay = ['planned', 'sending', 'unknown'].includes(original.state) && original.isFresh
  const error = {
    code: 'waits_for_original',
    message: `Its original is ${original.state}${why}: it waits until that is live`,
    fix: 'See to the original, or give the address as "canonical".',
    ...(underWay ? {} : { waitsFor: 'original' }),
  }
  return { ...postponement(row, underWay ? soon : later), error }
}

async function findOriginals(
  db: Db,
  wanted: readonly { readonly articleId: string; readonly connectionId: string }[],
): Promise<Map<string, Original>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<Original & { articleId: string; connectionId: string }>`
    select p.article_id, p.connection_id, p.remote_url as url, p.state, p.error->>'message' as why,
      p.updated_at > now() - interval '2 minutes' as is_fresh
    from publications p join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted ("articleId" text, "connectionId" text)
      on p.article_id = wanted."articleId" and p.connection_id = wanted."connectionId"`.execute(db)
  return new Map(rows.map((row) => [`${row.articleId} ${row.connectionId}`, row]))
}
