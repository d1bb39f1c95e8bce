import type { Context } from 'hono'
import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import type { ServerEnv } from '../server-context.ts'

const password = z.string().min(12, 'The password needs at least 12 characters').max(128, 'The password is too long')
const personName = z.string().trim().min(1, 'Please give your name').max(100, 'The name is too long')

/** What the form of a new account sends. */
export const accountForm = z.object({ name: personName, password })
export const firstAccountForm = accountForm.extend({
  email: z.email('Please give an e-mail address').max(254),
  token: z.string().max(200),
})
export const loginForm = z.object({
  email: z.string().min(1, 'Please give your e-mail address').max(254),
  password: z.string().min(1, 'Please give your password').max(256),
})
export const codeForm = z.object({ code: z.string().trim().min(6, 'Please give the code').max(40) })

/** What a form sent, as it came. Throws `bad_input` for what is no form. */
export async function readFields(c: Context<ServerEnv>): Promise<Record<string, unknown>> {
  try {
    return await c.req.parseBody()
  } catch (cause) {
    throw new HubError('bad_input', 'The request is not a form', { cause })
  }
}

/** The fields that a form sent. Throws `bad_input` with a sentence for the person who typed. */
export async function readForm<T>(c: Context<ServerEnv>, schema: z.ZodType<T>): Promise<T> {
  return checkForm(await readFields(c), schema)
}

/** The same for fields that were read already, some of which are shown again when others are wrong. */
export function checkForm<T>(fields: Record<string, unknown>, schema: z.ZodType<T>): T {
  const read = schema.safeParse(fields)
  if (read.success) return read.data
  throw new HubError('bad_input', read.error.issues.map(({ message }) => message).join('. '))
}
