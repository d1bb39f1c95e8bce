import type { ReactNode } from 'react'
import { plain } from '../../../shared/remote-text.tsx'
import { errorAt, useForm } from './form-context.ts'
import type { Field, Schema, Values } from './schema.ts'

export interface Nested {
  readonly schema: Schema
  readonly values: Values
  readonly onChange: (values: Values) => void
  /** Of these fields within the whole input; empty at the top. */
  readonly path?: string
}

export interface FieldProps {
  readonly field: Field
  /** Within the whole input: `meta.colour`. */
  readonly path: string
  readonly value: unknown
  /** With `undefined`, nothing is said of it. */
  readonly onChange: (value: unknown) => void
  /** The fields of what is within it. */
  readonly nest: (nested: Nested) => ReactNode
}

/** What all inputs of fields have. */
export function useInputProps({ field, path }: FieldProps) {
  const { errors } = useForm()
  const error = errorAt(errors, path)
  return {
    label: field.label,
    withAsterisk: field.required,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    ...(field.description === '' ? {} : { description: plain(field.description, 300) }),
    ...(error === undefined ? {} : { error: plain(error, 300) }),
  }
}
