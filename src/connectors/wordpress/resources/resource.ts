import { z } from 'zod'
import type { Call, Effect } from '../../action.ts'
import type { OpenWordPress } from '../open-site.ts'

/** What the site answers for one thing: as its REST API documents it, with `raw` texts where the user may edit. */
export type Item = Readonly<Record<string, unknown>>
export type Input = Readonly<Record<string, unknown>>
export type Shape = Readonly<Record<string, z.ZodType>>

export const item: z.ZodType<Item> = z.record(z.string(), z.unknown())

/**
 * A resource of WordPress's REST API, from which its actions are made (`tags.list`, `tags.get`, …). Routes are templates
 * whose holes the input fills; `{type}` and `{taxonomy}` in front stand for the route of a post type or taxonomy. What is
 * not described here of a resource, the site's own index describes: every argument it names may be given, and no other.
 */
export interface Resource {
  /** `a tag` and `tags`, for titles. */
  readonly one: string
  readonly many: string
  readonly route: string
  /** What fills the holes of the route. */
  readonly within?: Shape
  readonly id?: z.ZodType<string | number>
  /** The route of one; default: the route and `/{id}`. Its last hole is the id. */
  readonly item?: string
  readonly list?: Listing
  readonly get?: true
  readonly create?: Creation
  readonly update?: { readonly fields: Shape; readonly title?: string }
  readonly delete?: Deletion
  /** What is sent in truth: with its key planted in it. */
  readonly written?: (input: Input) => Input
  /** Makes of what a person gives (names of terms, of an author) what the site takes (ids). */
  readonly prepare?: (site: OpenWordPress, fields: Input, call?: Call) => Promise<Input>
  /** The same without what `prepare` would have to ask for, or make: it is checked before anything is made for it. */
  readonly unnamed?: (site: OpenWordPress, fields: Input) => Input
  /** Further inputs of create and update, which are not sent: `written` and `prepare` read them. */
  readonly options?: Shape
  /** Fields that are taken and not told back. */
  readonly silent?: readonly string[]
  /** What is asked of it beside that. */
  readonly calls?: Readonly<Record<string, RouteCall>>
}

export interface Listing {
  /**
   * `id`: pages stay right while things come and go. `page`: as the site counts them, where there is no order by id.
   * `none`: all at once.
   */
  readonly paging: 'id' | 'page' | 'none'
  /** What is asked of each where nothing is said; all fields by default. */
  readonly fields?: string
  readonly filters?: Shape
  readonly title?: string
  /** What belongs to the list, where WordPress answers with more. */
  readonly belongs?: (item: Item, input: Input) => boolean
}

interface Creation {
  readonly fields: Shape
  /** Without one, creating is `append`. */
  readonly keyed?: Keyed
  readonly title?: string
  readonly description?: string
}

/** How what was created is found again. */
export interface Keyed {
  /** `null` where this input has none. */
  key(input: Input): string | null
  /** The highest id there is: what was there before is never taken for what was made. */
  baseline(site: OpenWordPress, input: Input): Promise<number | null>
  find(site: OpenWordPress, input: Input, since: number | null): Promise<readonly Item[]>
}

interface Deletion {
  /** `choice`: there is a trash, and `force` passes it. `always`: there is none. `none`: the route has no such argument. */
  readonly force: 'choice' | 'always' | 'none'
  readonly fields?: Shape
  /** What of `fields` to give where what was just made is taken back. */
  readonly undo?: Input
  readonly title?: string
}

/** One request to one route. */
export interface RouteCall {
  readonly title: string
  readonly description?: string
  readonly effect: Effect
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly route: string
  readonly input: Shape
  /** `list`: an array, or an object whose values are meant. */
  readonly output?: 'item' | 'list'
}
