import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'

/** Anything, as JSON. While it is none, the value stays as it was, and the field says so. */
export function JsonField(props: FieldProps) {
  const { value, onChange } = props
  const shown = useInputProps(props)
  const [own, setOwn] = useState({ typed: written(value), value })
  // Somebody else changed it: the form was cleared, or the row above it was taken away.
  if (own.value !== value) setOwn({ typed: written(value), value })
  const { typed } = own
  const isWrong = typed.trim() !== '' && parse(typed) === null
  return (
    <Textarea
      {...shown}
      description={[shown.description, words.jsonField].filter(Boolean).join('. ')}
      {...(isWrong ? { error: words.jsonWrong } : {})}
      value={typed}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value
        const parsed = text.trim() === '' ? { value: undefined } : parse(text)
        setOwn({ typed: text, value: parsed === null ? value : parsed.value })
        if (parsed !== null) onChange(parsed.value)
      }}
      autosize
      minRows={2}
      maxRows={14}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      spellCheck={false}
      autoComplete="off"
    />
  )
}

function written(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2)
}

/** Null for what is no JSON (yet). */
export function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // What is wrong with it is what `null` says.
    return null
  }
}
