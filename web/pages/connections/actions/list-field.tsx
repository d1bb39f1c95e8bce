import { TagsInput } from '@mantine/core'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'
import { listOf, readTyped } from './schema.ts'

/** Several texts or numbers. */
export function ListField(props: FieldProps) {
  const { field, value, onChange } = props
  const shown = useInputProps(props)
  const known = listOf(field.items?.enum).map(String)
  return (
    <TagsInput
      {...shown}
      description={shown.description ?? words.typeAndEnter}
      data={known}
      value={listOf(value).map(String)}
      onChange={(texts) =>
        onChange(texts.length === 0 ? undefined : texts.map((text) => readTyped(text.trim(), field.items)))
      }
      acceptValueOnBlur
    />
  )
}
