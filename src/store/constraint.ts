import { HubError } from '../errors/hub-error.ts'

/** PostgreSQL's codes for a row that exists already, and for one that refers to nothing. */
const uniqueViolation = '23505'
const foreignKeyViolation = '23503'

/** Runs a write; a row that is there already becomes `already_exists` with this sentence, one without its parent `not_found`. */
export async function checkExisting<T>(sentence: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === uniqueViolation) throw new HubError('already_exists', sentence)
    if (code === foreignKeyViolation) throw new HubError('not_found', 'What this belongs to does not exist')
    throw error
  }
}

/** The row, or `not_found` with this sentence. */
export function need<T>(row: T | undefined, sentence: string): T {
  if (row === undefined) throw new HubError('not_found', sentence)
  return row
}
