import type { z } from 'zod'

/** One thing that may be chosen. */
export interface Choice {
  /** What goes into the field. */
  readonly value: string | number
  readonly label: string
  /** What tells it from others of the same label: a path, an address. */
  readonly hint?: string
}

/** The choices that a site has for a field, in the order in which people look for them. */
export interface Lookup<Site = unknown, Input = unknown> {
  readonly title: string
  /** What it depends on: `{ taxonomy: 'category' }`. An object; every field may be left out or has a default where that makes sense. */
  readonly input: z.ZodType<Input>
  /**
   * @param search what the choices' labels should contain; empty for all
   * @returns at most 100, and whether there are more: then `search` narrows them
   */
  list(
    site: Site,
    input: Input,
    search: string,
  ): Promise<{ readonly choices: readonly Choice[]; readonly more: boolean }>
}

export function lookup<Site, Input>(definition: Lookup<Site, Input>): Lookup<Site, Input> {
  return definition
}
