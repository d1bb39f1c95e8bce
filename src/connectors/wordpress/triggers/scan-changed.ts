import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '../../../errors/hub-error.ts'
import { type Trigger, trigger } from '../../trigger.ts'
import type { OpenWordPress } from '../open-site.ts'
import { iterateItems } from '../resources/read-list.ts'
import { type Input, type Item, item } from '../resources/resource.ts'
import { resources } from '../resources/table.ts'

/** What has no date of its last change is noticed by reading all of it, newest first. */
interface Scan {
  readonly title: string
  readonly description: string
  readonly resource: string
  readonly asked: Input
  /** So many of the newest are watched: each hundred is a request. */
  readonly watched: number
  /** What is compared. */
  readonly fields: readonly string[]
}

const cursorShape = z.object({
  /** Ids up to this one are not watched: an older one that comes into sight is not news. */
  from: z.number().int().min(0),
  /** The highest id there was. */
  newest: z.number().int().min(0),
  /** Counts the looks that told something, from when it began: what comes back to what it was is told too. */
  look: z.number().int().min(0),
  /** A hash by id. */
  seen: z.record(z.string(), z.string().max(20)),
})
type Cursor = z.infer<typeof cursorShape>

const output = z.object({ change: z.enum(['new', 'changed']), item })
type Told = z.infer<typeof output>

const mostTold = 50

export function scanned(scan: Scan): Trigger<OpenWordPress, Readonly<Record<string, never>>, Cursor, Told> {
  return trigger({
    title: scan.title,
    description: scan.description,
    input: z.strictObject({}),
    output,
    cursor: cursorShape,
    async begin(site) {
      const items = await read(site, scan)
      const from = items.length < scan.watched ? 0 : (items.at(-1)?.id ?? 0)
      return {
        from,
        newest: items[0]?.id ?? 0,
        look: Date.now(),
        seen: Object.fromEntries(items.map(({ id, hash }) => [id, hash])),
      }
    },
    async poll(site, _input, cursor) {
      const items = await read(site, scan)
      const changed = items.filter(({ id, hash }) => id > cursor.from && cursor.seen[id] !== hash).reverse()
      const taken = changed.slice(0, mostTold)
      const told = new Set(taken.map(({ id }) => id))
      const seen = Object.fromEntries(
        items.flatMap(({ id, hash }) => {
          const stamp = told.has(id) ? hash : cursor.seen[id]
          return stamp === undefined ? [] : [[id, stamp]]
        }),
      )
      const more = changed.length > taken.length
      const lowest = items.length < scan.watched ? 0 : (items.at(-1)?.id ?? 0)
      const look = cursor.look + (taken.length > 0 ? 1 : 0)
      const next = more
        ? { ...cursor, look, seen }
        : { from: Math.max(cursor.from, lowest), newest: Math.max(cursor.newest, items[0]?.id ?? 0), look, seen }
      const tell = ({ id, item }: (typeof items)[number]): { key: string; item: Told } => {
        const isNew = id > cursor.newest && cursor.seen[id] === undefined
        return { key: `${id}:${cursor.look}`, item: { change: isNew ? 'new' : 'changed', item } }
      }
      return { items: taken.map(tell), cursor: next, more }
    },
  })
}

async function read(site: OpenWordPress, scan: Scan): Promise<{ id: number; hash: string; item: Item }[]> {
  const resource = resources[scan.resource]
  if (resource === undefined) throw new HubError('internal', `There is no resource ${scan.resource}`)
  const found: { id: number; hash: string; item: Item }[] = []
  const asked = { ...scan.asked, fields: scan.fields, order: 'desc' }
  for await (const one of iterateItems(site, resource, asked, scan.watched)) {
    const { _links, ...item } = one
    const compared = JSON.stringify(scan.fields.map((name) => item[name] ?? null))
    const hash = createHash('sha256').update(compared).digest('base64url').slice(0, 10)
    if (typeof item.id === 'number') found.push({ id: item.id, hash, item })
  }
  return found
}
