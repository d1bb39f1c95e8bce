import { Fieldset, Stack, Text } from '@mantine/core'
import { actions as words } from '../../../texts/en/actions.ts'
import { ChoicesField } from './choices-field.tsx'
import type { FieldProps, Nested } from './field-props.ts'
import { useForm } from './form-context.ts'
import { JsonField } from './json-field.tsx'
import { ListField } from './list-field.tsx'
import { RowsField } from './rows-field.tsx'
import { BooleanField, DateField, EnumField, NumberField } from './scalar-fields.tsx'
import { type Field, type FieldKind, fieldsOf, objectOf } from './schema.ts'
import { FileField, LongField, PasswordField, TextField } from './text-fields.tsx'

/** How many fields are shown before the others are folded away. */
const shownAtOnce = 15

/** How each kind of field is filled in. */
const parts: Readonly<Record<FieldKind, (props: FieldProps) => React.ReactNode>> = {
  choices: ChoicesField,
  enum: EnumField,
  boolean: BooleanField,
  number: NumberField,
  date: DateField,
  file: FileField,
  password: PasswordField,
  long: LongField,
  text: TextField,
  list: ListField,
  rows: RowsField,
  object: ObjectField,
  json: JsonField,
}

/** A form made of a JSON Schema. What is not filled in is not in the values. */
export function SchemaForm(props: Nested) {
  const { schema, values, onChange, path = '' } = props
  const { root, errors } = useForm()
  const fields = fieldsOf(schema, root)
  const show = (field: Field) => {
    const Part = parts[field.kind]
    const at = path === '' ? field.name : `${path}.${field.name}`
    const set = (value: unknown): void => {
      const { [field.name]: _, ...others } = values
      onChange(value === undefined ? others : { ...others, [field.name]: value })
    }
    return <Part key={field.name} field={field} path={at} value={values[field.name]} onChange={set} nest={nest} />
  }
  const first = fields.filter(({ required, name }, at) => required || at < shownAtOnce || values[name] !== undefined)
  const further = fields.length - first.length > 2 ? fields.filter((field) => !first.includes(field)) : []
  const shown = further.length === 0 ? fields : first
  const isRefused = further.some(({ name }) => Object.keys(errors).some((at) => at.split('.')[0] === name))
  return (
    <Stack gap="md">
      {shown.map(show)}
      {further.length > 0 && (
        <details open={isRefused || undefined}>
          <Text component="summary" size="sm" mb="sm">
            {words.furtherCount(further.length)}
          </Text>
          <Stack gap="md">{further.map(show)}</Stack>
        </details>
      )}
    </Stack>
  )
}

function ObjectField({ field, path, value, onChange, nest }: FieldProps) {
  return (
    <Fieldset legend={field.label}>
      {nest({
        schema: field.schema,
        values: objectOf(value),
        onChange: (values) => onChange(Object.keys(values).length === 0 ? undefined : values),
        path,
      })}
    </Fieldset>
  )
}

function nest(nested: Nested) {
  return <SchemaForm {...nested} />
}
