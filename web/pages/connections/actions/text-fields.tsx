import { FileInput, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'
import { useForm } from './form-context.ts'
import { objectOf, readTyped } from './schema.ts'

function useText(props: FieldProps) {
  const { value, onChange, field } = props
  return {
    ...useInputProps(props),
    value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange(currentTarget.value === '' ? undefined : readTyped(currentTarget.value, field.schema)),
    autoComplete: 'off',
  }
}

export function TextField(props: FieldProps) {
  return <TextInput {...useText(props)} spellCheck={false} />
}

export function PasswordField(props: FieldProps) {
  return <PasswordInput {...useText(props)} autoComplete="new-password" />
}

export function LongField(props: FieldProps) {
  return <Textarea {...useText(props)} autosize minRows={3} maxRows={14} />
}

/** A file; on its way it becomes the base64 that the action takes. Its name goes along where there is a field for it. */
export function FileField(props: FieldProps) {
  const { field, path, value, onChange } = props
  const { root, values, change } = useForm()
  const takesName = path === field.name && Object.hasOwn(objectOf(root.properties), 'name')
  return (
    <FileInput
      {...useInputProps(props)}
      placeholder={words.file}
      value={value instanceof File ? value : null}
      onChange={(file) => {
        if (takesName && file !== null && values.name === undefined) change({ [field.name]: file, name: file.name })
        else onChange(file ?? undefined)
      }}
      clearable
    />
  )
}
