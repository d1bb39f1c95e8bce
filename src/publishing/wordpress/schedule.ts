import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { type ClaimedPublication, type Settlement, settlePublications } from '../../store/publication-leases.ts'
import type { PressDeps } from '../deps.ts'
import { giveUp } from '../settlements.ts'
import type { PublishTiming } from '../timing.ts'
import { otherPost } from './conflict.ts'
import { isStranger } from './is-stranger.ts'
import type { PublishingSite } from './publishing-site.ts'
import { remoteOf, stateOf } from './receipt.ts'

/** Looks that saw a post held back past its time before it is told: clocks differ, and the first look itself may wake the cron. */
const looksUntilTold = 3
const longestPauseMs = 6 * 3_600_000
/** After that, nobody waits for it any more. */
const longestWaitMs = 30 * 24 * 3_600_000

/** Of a post that WordPress holds back: when to look whether it went public, a while after its time. */
export function wakeOf({ status, date }: StoredPost, { settleMs }: PublishTiming): { readonly wakeInMs?: number } {
  const due = Date.parse(`${date}Z`)
  if (status !== 'future' || Number.isNaN(due)) return {}
  return { wakeInMs: Math.max(due - Date.now(), 0) + settleMs }
}

/** Whether a claimed row is one whose time has come, with nothing else to do. */
export function isDue({ wakeAt, doneHash, wantedHash, remoteId, request }: ClaimedPublication): boolean {
  return wakeAt !== null && request === null && remoteId !== null && doneHash === wantedHash
}

/**
 * Looks at scheduled posts whose time has come, many in one request. Public: live. Still held back, a few times: the site's cron
 * is dead, which is told once; the looks go on, ever more rarely, for a month.
 */
export async function lookAtScheduled(
  deps: PressDeps,
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<void> {
  for (const [type, group] of Map.groupBy(rows, ({ remoteType }) => remoteType ?? 'post')) {
    const settlements: Settlement[] = await readPosts(
      site.open,
      type,
      group.flatMap(({ remoteId }) => remoteId ?? []),
    ).then(
      (posts) => group.map((row) => settleDue(deps.timing, row, posts.get(row.remoteId ?? 0))),
      (error: unknown) =>
        group.map((row): Settlement => {
          const later = giveUp(deps.timing, row, error)
          return {
            ...later,
            emptyFinds: row.emptyFinds,
            state: 'scheduled',
            done: true,
            wakeInMs: pauseAfter(deps.timing, row.emptyFinds),
            quiet: true,
          }
        }),
    )
    await settlePublications(deps.store.db, settlements)
  }
}

function settleDue(timing: PublishTiming, row: ClaimedPublication, post: StoredPost | undefined): Settlement {
  const { id, epoch, wantedHash: claimedHash } = row
  const base = { id, epoch, claimedHash, requests: 1 }
  const conflict = (code: string, message: string, fix: string): Settlement => ({
    ...base,
    state: 'conflict',
    done: false,
    // Ours is not there: given up, it is gone.
    rest: 'gone',
    error: { code, message, fix },
  })
  if (post === undefined)
    return conflict(
      'gone_from_site',
      'Somebody deleted the scheduled post on the site',
      'Publish it again with "overwrite" to make it anew.',
    )
  if (isStranger(row, post, null)) return conflict(...otherPost)
  // What is remembered of its content stays: an edit meanwhile is still somebody else's.
  const remote = { ...remoteOf(post), hash: row.remoteHash }
  const seen = { ...base, state: stateOf(post.status), done: true, remote }
  if (post.status !== 'future') return seen
  const overdue = Date.now() - Date.parse(`${post.date}Z`)
  if (!(overdue > 0)) return { ...seen, ...wakeOf(post, timing), quiet: true }
  const looks = row.emptyFinds + 1
  const wake = overdue < longestWaitMs ? { wakeInMs: pauseAfter(timing, looks) } : {}
  const missed = { ...seen, ...wake, emptyFinds: looks, quiet: looks !== looksUntilTold }
  return looks < looksUntilTold ? missed : { ...missed, error: missedAt(post.date) }
}

function pauseAfter({ settleMs }: PublishTiming, looks: number): number {
  return Math.min(settleMs * 2 ** Math.min(looks, 20), longestPauseMs)
}

function missedAt(date: string): object {
  return {
    code: 'schedule_missed',
    message: `It was to go public at ${date} UTC, and the site still holds it back: its cron does not run`,
    fix: 'Have wp-cron.php called every few minutes by the host, or take DISABLE_WP_CRON out of wp-config.php. Until then, publish it with the status "publish".',
  }
}
