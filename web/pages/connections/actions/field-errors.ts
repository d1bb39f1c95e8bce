import { toProblem } from '../../../api/problem.ts'
import { listOf, objectOf } from './schema.ts'

/** The sentence for each field that the hub refused, by its path within the input. Empty for any other error. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const { evidence, fields } = toProblem(error)
  const told = listOf(objectOf(evidence).errors).flatMap((one) => {
    const { field, message } = objectOf(one)
    return typeof field === 'string' && typeof message === 'string' ? [[field.replace(/^input\./, ''), message]] : []
  })
  const refused = Object.entries(fields).map(([field, message]) => [field.replace(/^input\./, ''), message])
  return Object.fromEntries([...refused, ...told])
}
