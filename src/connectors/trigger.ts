import type { z } from 'zod'

/** What happened at a site since the last look. */
export interface Polled<Cursor, Item> {
  /** Oldest first; each with what tells it from all others, so that it is told once. */
  readonly items: readonly { readonly key: string; readonly item: Item }[]
  /** Where the next look begins. Plain JSON, at most 64 KB. */
  readonly cursor: Cursor
  /** There is more already: look again at once. */
  readonly more: boolean
}

/**
 * Something that happens at a site, noticed by looking again and again. A cursor is kept between the looks; whoever keeps
 * it writes it down in the transaction in which the items were taken, so that each is told once.
 */
export interface Trigger<Site = unknown, Input = unknown, Cursor = unknown, Item = unknown> {
  readonly title: string
  readonly description?: string
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Item>
  readonly cursor: z.ZodType<Cursor>
  /** From now on: what is there already is not told. */
  begin(site: Site, input: Input): Promise<Cursor>
  poll(site: Site, input: Input, cursor: Cursor): Promise<Polled<Cursor, Item>>
}

export function trigger<Site, Input, Cursor, Item>(
  definition: Trigger<Site, Input, Cursor, Item>,
): Trigger<Site, Input, Cursor, Item> {
  return definition
}
