import { plainText } from '../../../wordpress/answer.ts'
import { fields, stringOf } from '../../../wordpress/json.ts'
import type { Choice } from '../../lookup.ts'
import type { OpenWordPress } from '../open-site.ts'
import { readPage } from '../resources/read-list.ts'
import type { Input, Item } from '../resources/resource.ts'
import { resources } from '../resources/table.ts'

export interface Choices {
  readonly choices: readonly Choice[]
  readonly more: boolean
}

const most = 100

/** The first hundred of a resource as choices; the site itself searches where it can. */
export async function fromResource(
  site: OpenWordPress,
  name: string,
  input: Input,
  choiceOf: (item: Item) => Choice | null,
): Promise<Choices> {
  const resource = resources[name]
  if (resource === undefined) return { choices: [], more: false }
  const page = await readPage(site, resource, { limit: most, ...input })
  return { choices: page.items.flatMap((item) => choiceOf(item) ?? []), more: page.next !== null }
}

/** Those whose label, hint or value contains every word. */
export function narrow(choices: readonly Choice[], search: string): Choices {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = choices.filter(({ value, label, hint = '' }) => {
    const text = `${value} ${label} ${hint}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return { choices: found.slice(0, most), more: found.length > most }
}

/** What a person calls a thing: its title or name, without markup. */
export function labelOf(item: Item, ...names: readonly string[]): string {
  for (const name of names) {
    const value = item[name]
    const text = stringOf(fields(value).raw ?? fields(value).rendered ?? value, 300)
    if (text !== null && text.trim() !== '') return plainText(text)
  }
  return ''
}
