import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'
import { listOf } from './schema.ts'

export function EnumField(props: FieldProps) {
  const { field, value, onChange } = props
  const known = field.schema.const === undefined ? listOf(field.schema.enum) : [field.schema.const]
  const usual = field.schema.default
  const first = usual === undefined ? words.unset : String(usual)
  const others = known.filter((one) => one !== usual).map((one) => ({ value: String(one), label: String(one) }))
  return (
    <NativeSelect
      {...useInputProps(props)}
      data={[{ value: '', label: first }, ...others]}
      value={value === undefined || value === usual ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(known.find((one) => String(one) === currentTarget.value))}
    />
  )
}

/** Three ways where nothing is said by itself: not said is another thing than no. */
export function BooleanField(props: FieldProps) {
  const { field, value, onChange } = props
  const { default: usual } = field.schema
  const unset = usual === undefined ? words.unset : usual === true ? words.yes : words.no
  const others = [
    { value: 'true', label: words.yes },
    { value: 'false', label: words.no },
  ].filter((one) => one.value !== String(usual))
  return (
    <NativeSelect
      {...useInputProps(props)}
      data={[{ value: '', label: unset }, ...others]}
      value={value === undefined || value === usual ? '' : String(value)}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? undefined : currentTarget.value === 'true')
      }
    />
  )
}

export function NumberField(props: FieldProps) {
  const { field, value, onChange } = props
  const usual = field.schema.default
  return (
    <NumberInput
      {...useInputProps(props)}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(typed) => onChange(typed === '' ? undefined : typed)}
      allowDecimal={field.schema.type !== 'integer'}
      {...(typeof usual === 'number' ? { placeholder: String(usual) } : {})}
      hideControls
    />
  )
}

/** A day, or a moment in UTC. */
export function DateField(props: FieldProps) {
  const { field, value, onChange } = props
  const shown = useInputProps(props)
  const isDay = field.schema.format === 'date'
  const zone = field.schema.format === 'date-time' ? 'Z' : ''
  const text = typeof value === 'string' ? value : ''
  return (
    <TextInput
      {...shown}
      {...(isDay ? {} : { description: shown.description ?? words.utc })}
      type={isDay ? 'date' : 'datetime-local'}
      {...(isDay ? {} : { step: 1 })}
      value={isDay ? text : text.slice(0, 19)}
      onChange={({ currentTarget: { value: typed } }) => {
        const whole = typed.length === 16 ? `${typed}:00` : typed.slice(0, 19)
        onChange(typed === '' ? undefined : isDay ? typed : `${whole}${zone}`)
      }}
    />
  )
}
