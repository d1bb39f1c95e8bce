import type { Answer } from '../../answer.ts'
import { fields, stringOf } from '../../json.ts'
import type { Evidence } from '../evidence.ts'

/** Whether a token or a login for one was given. */
export function isByJwt({ login }: Evidence): boolean {
  return login?.kind === 'jwt' || login?.kind === 'jwt-login'
}

/** Simple JWT Login's own way to say no: a number. */
export interface SimpleJwtError {
  readonly number: number
  readonly message: string
}

/** Its routes write `error_code`, its middleware `errorCode`. */
export function simpleJwtError({ json }: Answer): SimpleJwtError | null {
  const { success, data } = fields(json?.value)
  const { error_code, errorCode, message } = fields(data)
  const number = error_code ?? errorCode
  if (success !== false || typeof number !== 'number') return null
  return { number, message: stringOf(message) ?? '' }
}
