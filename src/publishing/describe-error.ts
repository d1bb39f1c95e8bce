import { toHubError } from '../errors/hub-error.ts'

/** An error as it is kept in a row and shown: plain JSON, without its stack. */
export interface KeptError {
  readonly code: string
  readonly message: string
  readonly fix: string
}

export function describeError(thrown: unknown): KeptError {
  const { code, message, fix } = toHubError(thrown)
  return { code: code.slice(0, 120), message: message.slice(0, 2000), fix: fix.slice(0, 1000) }
}
