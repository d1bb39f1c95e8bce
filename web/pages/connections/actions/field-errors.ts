import { toProblem } from '../../../api/problem.ts'

/** The sentence for each field that the hub refused, by its path within the input. Empty for any other error. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const { fields } = toProblem(error)
  return Object.fromEntries(Object.entries(fields).map(([field, message]) => [field.replace(/^input\./, ''), message]))
}
