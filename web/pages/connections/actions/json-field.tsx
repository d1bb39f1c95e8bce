import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'

/** Anything, as JSON. While it is none, the value stays as it was, and the field says so. */
export function JsonField(props: FieldProps) {
  const { value, onChange } = props
  const shown = useInputProps(props)
  const [typed, setTyped] = useState(value === undefined ? '' : JSON.stringify(value, null, 2))
  const isWrong = typed.trim() !== '' && parse(typed) === null
  return (
    <Textarea
      {...shown}
      description={[shown.description, words.jsonField].filter(Boolean).join('. ')}
      {...(isWrong ? { error: words.jsonWrong } : {})}
      value={typed}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value
        setTyped(text)
        if (text.trim() === '') onChange(undefined)
        const parsed = parse(text)
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

/** Null for what is no JSON (yet). */
export function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // What is wrong with it is what `null` says.
    return null
  }
}
