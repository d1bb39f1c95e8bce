import { HubError } from '../../errors/hub-error.ts'
import { fields } from '../../wordpress/json.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'

/** A refusal (4xx) that WordPress itself did not write. */
export function isForeignRefusal({ evidence }: HubError): boolean {
  const { status, message } = fields(evidence)
  return typeof status === 'number' && status >= 400 && status < 500 && typeof message !== 'string'
}

/**
 * Whether something in front of the site refuses whatever holds a block comment. Asks with a status that does not exist:
 * WordPress itself refuses that whatever else is in it, so that nothing can be made. Two requests.
 */
export async function refusesBlocks(site: OpenWordPress, type: string): Promise<boolean> {
  return (await isLetThrough(site, type, 'A paragraph')) && !(await isLetThrough(site, type, '<!-- wp:paragraph -->'))
}

async function isLetThrough(site: OpenWordPress, type: string, content: string): Promise<boolean> {
  try {
    await site.client.post(typeOf(site, type).route, { status: 'pressroom-probe', content })
    return true
  } catch (error) {
    return error instanceof HubError && error.code === 'rest_invalid_param'
  }
}
