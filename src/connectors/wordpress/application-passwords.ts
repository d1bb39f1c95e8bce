import { HubError } from '../../errors/hub-error.ts'
import { createWordPressClient, type WordPressClient } from '../../wordpress/client.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { RemoteCredentials, SiteContext } from '../connector.ts'
import { hideSecret, type WordPressSecret } from './secret.ts'
import { openSession } from './site.ts'

const route = '/wp/v2/users/me/application-passwords'
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A user's own application passwords, by the REST API (WordPress 5.6; which one is in use: 5.7). */
export const applicationPasswords: RemoteCredentials<WordPressSecret> = {
  async identify(context) {
    const own = await introspect(context)
    return own === null ? null : uuidOf(own)
  },
  async describe(context) {
    const own = await introspect(context)
    if (own === null) return null
    const { name, created, last_used: used, last_ip: from } = fields(own)
    return {
      name: stringOf(name, 200) ?? '',
      createdAt: momentOf(created),
      usedAt: momentOf(used),
      usedFrom: stringOf(from, 100),
    }
  },
  async make(context, { id, name }) {
    const made = (await clientFor(context).post(route, { name, app_id: id })).json?.value
    const password = stringOf(fields(made).password, 200)
    if (password === null) throw new HubError('unexpected_answer', `POST ${route} answered without a password`)
    const { username } = context.secret
    return { id: uuidOf(made), secret: { kind: 'application-password', username, password } }
  },
  async find(context, { id }) {
    const listed = (await clientFor(context).get(route, { context: 'edit' })).json?.value
    if (!Array.isArray(listed)) throw new HubError('unexpected_answer', `GET ${route} answered without a list`)
    return listed.filter((item) => fields(item).app_id === id).map(uuidOf)
  },
  async remove(context, id) {
    if (!uuidForm.test(id)) throw new HubError('internal', 'This is not the id of an application password')
    try {
      await clientFor(context).remove(`${route}/${id}`)
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'rest_application_password_not_found') throw error
    }
  },
}

/** The password that is used, as the site lists it; `null` for a login by something else. */
async function introspect(context: SiteContext<WordPressSecret>): Promise<unknown> {
  if (context.secret.kind !== 'application-password') return null
  try {
    return (await clientFor(context).get(`${route}/introspect`)).json?.value ?? null
  } catch (error) {
    // Such as a plugin that takes the account's password.
    if (error instanceof HubError && error.code === 'rest_no_authenticated_app_password') return null
    throw error
  }
}

/** WordPress says UTC without a zone. */
function momentOf(value: unknown): string | null {
  const text = stringOf(value, 40)
  const at = new Date(`${text}Z`)
  return text === null || Number.isNaN(at.getTime()) ? null : at.toISOString()
}

function clientFor(context: SiteContext<WordPressSecret>): WordPressClient {
  const { session, root } = openSession(context)
  hideSecret(session.redactor, context.secret)
  return createWordPressClient(session, root, context.secret)
}

function uuidOf(item: unknown): string {
  const uuid = stringOf(fields(item).uuid, 100)
  if (uuid !== null && uuidForm.test(uuid)) return uuid
  throw new HubError('unexpected_answer', 'The site named an application password without its id')
}
