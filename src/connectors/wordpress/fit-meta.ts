import { fields } from '../../wordpress/json.ts'
import { problemIn } from './routes/check-value.ts'
import type { PostFields } from './write-posts.ts'

/** The value as the site takes it in a custom field, or why it takes none such. */
export type FittedMeta = { readonly value: PostFields[string] } | { readonly why: string }

/**
 * Looks before it is sent whether the site takes a value in a custom field: WordPress itself looks when the post is stored. A number is a
 * text where the site wants one.
 */
export function fitMeta(name: string, value: PostFields[string], schema: unknown): FittedMeta {
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  const fitted = isPlain && fields(schema).type === 'string' ? String(value) : value
  const problem = problemIn(fitted, schema, name)
  return problem === null ? { value: fitted } : { why: `the site takes another kind of value there: ${problem}` }
}
