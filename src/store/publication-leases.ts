import { sql } from 'kysely'
import { eventChannel } from './events.ts'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'
import { applyHolds } from './publication-holds.ts'
import type { Publication, PublicationState, RecordedRequest, WriteError } from './publications.ts'

/** What of a connection's work is claimed: what is in doubt, what was scheduled and is to be looked at, what goes together with others, what goes alone. */
export type ClaimKind = 'doubtful' | 'due' | 'together' | 'alone'

export interface Claim {
  readonly connectionId: string
  readonly kind: ClaimKind
  readonly worker: string
  readonly leaseMs: number
  /** From the deadline of what was sent until it is over, if it was not done. */
  readonly settleMs: number
  readonly limit: number
}

/** A claimed row. `isOver`: what was sent has had the time to be done, if it ever is; by the clock of the database. */
export type ClaimedPublication = Publication & { readonly isOver: boolean | null }

const kinds: Record<ClaimKind, ReturnType<typeof sql>> = {
  doubtful: sql`request is not null`,
  due: sql`request is null and wake_at is not null and done_hash = wanted_hash`,
  together: sql`request is null and not alone`,
  alone: sql`request is null and alone`,
}

const due = sql`((state in ('planned', 'unknown') and next_at <= now()) or (state = 'sending' and lease_until <= now())
  or (state = 'scheduled' and wake_at <= now()))`
/** Nobody wants it to rest. What was sent is looked for all the same. */
const free = sql`(hold is null or request is not null)`

/** What another project left behind when it moved the connection away rests: nobody there may use it any more. */
const ofItsProject = sql`project_id = (select c.project_id from connections c where c.id = publications.connection_id)`

/** Takes up to `limit` rows that are due, leased to this worker. Many may take at once; each gets others. */
export async function claimPublications(db: Db, claim: Claim): Promise<ClaimedPublication[]> {
  const { connectionId, kind, worker, leaseMs, settleMs, limit } = claim
  const { rows } = await sql<ClaimedPublication>`
    with due as (
      select id from publications where connection_id = ${connectionId} and ${due} and ${free} and ${ofItsProject} and ${kinds[kind]}
      order by next_at, id limit ${limit} for update skip locked
    )
    update publications set state = 'sending', epoch = epoch + 1, worker = ${worker}, updated_at = now(),
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from due where publications.id = due.id
    returning publications.*, now() >= deadline_at + ${settleMs} * interval '1 millisecond' as is_over`.execute(db)
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** In how many ms the next row of a connection is due: 0 for now, null when nothing is left to do. */
export async function nextDue(db: Db, connectionId: string): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select (extract(epoch from min(case state when 'sending' then lease_until when 'scheduled' then wake_at else next_at end) - now()) * 1000)::float8 as ms
    from publications where connection_id = ${connectionId} and (state in ('planned', 'sending', 'unknown')
      or (state = 'scheduled' and wake_at is not null)) and ${free} and ${ofItsProject}`.execute(db)
  const ms = rows[0]?.ms ?? null
  return ms === null ? null : Math.max(Math.ceil(ms), 0)
}

/** A person has to do something before anything goes there: what is due says why it waits, and is due still. Told once for each reason. */
export async function tellWaiting(db: Db, connectionId: string, error: object): Promise<void> {
  const why = sql`${toJson(error)}::jsonb`
  await sql`
    with waiting as (update publications set error = ${why}, updated_at = now()
      where connection_id = ${connectionId} and state in ('planned', 'unknown') and ${due} and ${free} and ${ofItsProject}
        and error is distinct from ${why} returning *),
    told as (insert into events (project_id, type, subject, payload)
      select project_id, 'publication.changed', id, jsonb_build_object('article', article_id, 'connection', connection_id,
        'state', state, 'result', result, 'url', remote_url, 'code', error->>'code') from waiting returning 1)
    select pg_notify(${eventChannel}, '') from told limit 1`.execute(db)
}

/** A claimed row: only under this epoch may it be written. */
export interface Held {
  readonly id: string
  readonly epoch: number
}

export interface RecordedSend extends Held {
  readonly request: RecordedRequest
}

/**
 * Writes down what is about to be sent, with a new deadline and a longer lease. Gives the ids that are still ours: nothing
 * may be sent for the others.
 */
export async function recordSends(
  db: Db,
  sends: readonly RecordedSend[],
  {
    leaseMs,
    deadlineMs,
    knownId,
  }: { readonly leaseMs: number; readonly deadlineMs: number; readonly knownId: number | null },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update publications set request = sent.request, sent_at = now(), known_id = ${knownId}, empty_finds = 0,
      deadline_at = now() + ${deadlineMs} * interval '1 millisecond', attempts = attempts + 1, updated_at = now(),
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from jsonb_to_recordset(${toJson(sends)}::jsonb) as sent (id text, epoch integer, request jsonb)
    where publications.id = sent.id and publications.epoch = sent.epoch and publications.state = 'sending'
    returning publications.id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Rows whose work goes on: they stay ours. Gives the ids that still are. */
export async function renewLeases(db: Db, held: readonly Held[], leaseMs: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update publications set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from jsonb_to_recordset(${toJson(held.map(({ id, epoch }) => ({ id, epoch })))}::jsonb) as held (id text, epoch integer)
    where publications.id = held.id and publications.epoch = held.epoch and publications.state = 'sending'
    returning publications.id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** How a claimed row goes on. */
export interface Settlement extends Held {
  readonly state: Exclude<PublicationState, 'sending'>
  /** The `wanted_hash` when it was claimed or recorded: when a person has wished otherwise since, the row is planned anew. */
  readonly claimedHash: string
  /** Whether the site now has what `claimedHash` stands for. */
  readonly done: boolean
  /** Whether `request` is settled; it always is but for `unknown`. */
  readonly remote?: {
    readonly type: string
    /** Where ids are numbers. */
    readonly id: number | null
    /** Where they are texts. */
    readonly ref?: string | null
    readonly url: string | null
    readonly status: string | null
    readonly modified: string | null
    readonly hash: string | null
    /** When it is public, or will be: ISO 8601 with a zone. Where it is not said, what is live is so from now on. */
    readonly date?: string | null
  }
  readonly result?: Publication['result']
  readonly receipt?: unknown
  /** The fields that are ours there now; without it they are what they were. */
  readonly sent?: readonly string[]
  readonly error?: unknown
  /** Of unknown: what the write was answered with, which is kept with it until it is settled. */
  readonly writeError?: WriteError
  /** From now on it is not sent together with others. */
  readonly alone?: boolean
  readonly requests?: number
  readonly emptyFinds?: number
  /** Nobody is told: nothing changed that anybody waits for. */
  readonly quiet?: boolean
  /** Of a conflict: what the row is once the wish is given up, where it had none before. */
  readonly rest?: 'live' | 'scheduled' | 'draft' | 'trashed' | 'gone'
  /** For scheduled: in how many ms there is something to do, or to look at. */
  readonly wakeInMs?: number
  /** For planned and unknown: when to go on. `afterDeadlineMs` counts from the deadline of what was sent, or from now if that is past. */
  readonly again?: { readonly inMs: number } | { readonly afterDeadlineMs: number }
}

/** The code of what failed since its original rests, and is not public: it goes on when that changes. */
export const originalNotLive = 'original_not_live'

const largestSettlement = 64 * 1024 * 1024

/** Writes the outcomes of claimed rows in one statement, with an event for each that came to an end, wakes those whose original came to one (also those that had failed for want of a live one), and gives the ids that were still ours; the others are left alone. */
export async function settlePublications(db: Db, settlements: readonly Settlement[]): Promise<Set<string>> {
  if (settlements.length === 0) return new Set()
  const rows = settlements.map(({ again = { inMs: 0 }, ...rest }) => ({
    ...rest,
    inMs: 'inMs' in again ? again.inMs : null,
    afterDeadlineMs: 'afterDeadlineMs' in again ? again.afterDeadlineMs : null,
  }))
  const write = sql<{ id: string; held: boolean }>`
    with settled as (update publications as p set
      state = case when s.state in ('unknown', 'planned') or p.wanted_hash = s."claimedHash" then s.state else 'planned' end,
      done_hash = case when s.done then s."claimedHash" else p.done_hash end,
      request = case when s.state <> 'unknown' then null when s."writeError" is null then p.request
        else p.request || jsonb_build_object('error', s."writeError") end,
      alone = p.alone or coalesce(s.alone, false),
      remote_type = case when s.remote is null then p.remote_type else s.remote->>'type' end,
      remote_id = case when s.remote is null then p.remote_id else (s.remote->>'id')::bigint end,
      remote_ref = case when s.remote is null then p.remote_ref else s.remote->>'ref' end,
      remote_url = case when s.remote is null then p.remote_url else s.remote->>'url' end,
      remote_status = case when s.remote is null then p.remote_status else s.remote->>'status' end,
      remote_modified = case when s.remote is null then p.remote_modified else s.remote->>'modified' end,
      remote_hash = case when s.remote is null then p.remote_hash else s.remote->>'hash' end,
      remote_date = case when s.remote is null then p.remote_date
        when s.remote->>'date' is not null then (s.remote->>'date')::timestamptz
        when s.state = 'live' then coalesce(p.remote_date, now()) else null end,
      result = coalesce(s.result, p.result),
      -- A change that is no publishing leaves the content as the former receipt says.
      receipt = coalesce(s.receipt, p.receipt, case when s.done then nullif(p.previous->'receipt', 'null') end),
      sent = coalesce(s.sent, p.sent),
      error = s.error,
      requests = p.requests + coalesce(s.requests, 0),
      attempts = case when s.done then 0 else p.attempts end,
      hold = case when s.state in ('unknown', 'planned') or p.wanted_hash <> s."claimedHash" then p.hold else null end,
      previous = case when s.rest is not null and p.previous is null and p.wanted_hash = s."claimedHash"
        then jsonb_build_object('state', s.rest, 'action', p.action, 'version', p.version, 'options', p.options,
          'wantedHash', p.wanted_hash, 'result', coalesce(s.result, p.result), 'receipt', coalesce(s.receipt, p.receipt), 'error', null)
        when s.done and p.wanted_hash = s."claimedHash" then null
        when s.done then coalesce(p.previous, jsonb_build_object('action', p.action, 'version', p.version,
          'options', p.options)) || jsonb_build_object('state', s.state, 'wantedHash', s."claimedHash",
          'result', coalesce(s.result, p.result), 'receipt', coalesce(s.receipt, p.receipt), 'error', s.error)
        else p.previous end,
      begun = case when s.done or s.state = 'conflict' then false
        when s.remote is not null then coalesce(s.remote->>'id', s.remote->>'ref') is not null else p.begun end,
      -- What is not done leaves the site as it was, and what is scheduled there stays so.
      wake_at = case when s.done or s.remote is not null then now() + s."wakeInMs" * interval '1 millisecond' else p.wake_at end,
      empty_finds = coalesce(s."emptyFinds", 0),
      lease_until = null, worker = null, updated_at = now(),
      next_at = case when s."afterDeadlineMs" is null then now() + coalesce(s."inMs", 0) * interval '1 millisecond'
        else greatest(now(), p.deadline_at) + s."afterDeadlineMs" * interval '1 millisecond' end
    from jsonb_to_recordset(${toJson(rows, largestSettlement)}::jsonb) as s (id text, epoch integer, state text,
      "claimedHash" text, done boolean, remote jsonb, result text, receipt jsonb, sent text[], error jsonb, "writeError" jsonb,
      alone boolean, requests integer,
      "emptyFinds" integer, "inMs" float8, "afterDeadlineMs" float8, "wakeInMs" float8, quiet boolean, rest text)
    where p.id = s.id and p.epoch = s.epoch and p.state = 'sending'
    returning p.*, s.quiet),
    woken as (update publications as w set next_at = now(), state = 'planned',
        error = case when w.state = 'failed' then null else w.error end from settled
      where settled.state not in ('planned', 'unknown') and w.article_id = settled.article_id
        and w.connection_id <> settled.connection_id and w.options->'canonical'->>'connection' = settled.connection_id
        and ((w.state = 'planned' and w.next_at > now())
          or (w.state = 'failed' and settled.state = 'live' and w.error->>'code' = ${originalNotLive})) returning 1),
    told as (insert into events (project_id, type, subject, payload)
      select project_id, 'publication.changed', id, jsonb_build_object('article', article_id, 'connection', connection_id,
        'state', state, 'result', result, 'url', remote_url, 'code', error->>'code')
      from settled where state not in ('planned', 'unknown') and quiet is not true returning 1)
    select id, hold is not null and state = 'planned' as held, (select pg_notify(${eventChannel}, '') from told limit 1)
    from settled`
  const { rows: stored } = await write.execute(db).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'constraint' in error && error.constraint === 'publications_remote')) throw error
    await releaseRemotes(db, settlements)
    return write.execute(db)
  })
  const held = stored.filter((row) => row.held).map(({ id }) => id)
  if (held.length > 0) await applyHolds(db, { ids: held })
  return new Set(stored.map(({ id }) => id))
}

/**
 * A site has each id once: where another row of ours has one of these, its post is gone, as after a restore of the site from an
 * older backup. The answer that is being settled is newer than what that row remembers.
 */
async function releaseRemotes(db: Db, settlements: readonly Settlement[]): Promise<void> {
  const taken = settlements.flatMap(({ id, remote }) => (remote?.id == null ? [] : [{ id, remoteId: remote.id }]))
  const error = {
    code: 'gone_from_site',
    message: 'Its id on the site belongs to another article now: the site was restored from an older backup, it seems',
    fix: 'Publish it again with "overwrite" to make it anew.',
  }
  await sql`
    update publications as old set remote_id = null, remote_url = null, remote_status = null, remote_modified = null,
      remote_hash = null, updated_at = now(),
      state = case when old.state in ('planned', 'paused', 'sending', 'unknown') then old.state else 'conflict' end,
      error = ${toJson(error)}::jsonb
    from jsonb_to_recordset(${toJson(taken)}::jsonb) as taken (id text, "remoteId" bigint)
    join publications as now_there on now_there.id = taken.id
    where old.remote_id = taken."remoteId" and old.id <> taken.id
      and old.project_id = now_there.project_id and old.site_key = now_there.site_key`.execute(db)
}

/** Connections with rows that are due now and whose original is on this one: its coming to an end woke them (`settlePublications`). */
export async function listWoken(db: Db, originalId: string, limit = 1000): Promise<string[]> {
  const { rows } = await sql<{ connectionId: string }>`
    select distinct connection_id from publications
    where state = 'planned' and next_at <= now() and hold is null and connection_id <> ${originalId}
      and options->'canonical'->>'connection' = ${originalId} limit ${limit}`.execute(db)
  return rows.map(({ connectionId }) => connectionId)
}

/** Connections with rows that are due now. */
export async function listDueConnections(db: Db, limit = 1000): Promise<string[]> {
  const { rows } = await sql<{ connectionId: string }>`
    select distinct connection_id from publications
    where ${due} and ${ofItsProject} limit ${limit}`.execute(db)
  return rows.map(({ connectionId }) => connectionId)
}
