import type { Difference } from '../../action.ts'
import { asFields, compareField, compareParts, compareStatus, sorted } from '../compare-stored.ts'
import { sentOf } from './resolve-route.ts'
import type { Input, Item, Resource } from './resource.ts'

/** What of an input the site stored otherwise than it was sent. Names that became ids on the way are not compared. */
export function verifyItem(resource: Resource, input: Input, stored: Item): Difference[] {
  const differences: Difference[] = []
  const silent = new Set(resource.silent)
  const written = resource.written?.(input) ?? input
  for (const [field, sent] of Object.entries(sentOf(written, resource.within, resource.options, { id: true }))) {
    const got = rawOf(stored[field])
    if (silent.has(field) || sent === null || isName(sent, got)) continue
    if (field === 'status' && typeof got === 'string') compareStatus(sent, got, differences)
    else if (isIds(sent) && isIds(got)) compareField(field, sorted(sent), sorted(got), differences)
    else if (typeof rawOf(sent) === 'object' && !Array.isArray(sent)) compareParts(field, sent, got, differences)
    else compareField(field, rawOf(sent), got, differences)
  }
  return differences
}

/** Of a text with its rendering, the text. */
function rawOf(value: unknown): unknown {
  const { raw } = asFields(value)
  return raw === undefined ? value : raw
}

function isName(sent: unknown, stored: unknown): boolean {
  if (Array.isArray(sent) && isIds(stored)) return sent.some((one) => typeof one === 'string' && !/^\d+$/.test(one))
  return typeof sent === 'string' && typeof stored === 'number' && !/^\d+$/.test(sent)
}

function isIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => /^\d+$/.test(String(one)))
}
