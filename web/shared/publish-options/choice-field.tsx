import { NativeSelect } from '@mantine/core'
import { publishOptions as words } from '../../texts/en/publish-options.ts'

/** One of a few, or nothing said. `silence` says what then holds; null: the first of the choices, which is the usual one. */
export function ChoiceField<Value extends string>(props: {
  readonly label: string
  readonly choices: Readonly<Record<string, string>>
  readonly silence: string | null
  readonly value: Value | undefined
  readonly onChange: (value: Value | null) => void
  readonly disabled: boolean
}) {
  const { label, choices, value = '', onChange, disabled } = props
  const silence = props.silence ?? words.usual(Object.values(choices)[0] ?? '')
  return (
    <NativeSelect
      label={label}
      data={[
        { value: '', label: silence },
        ...Object.entries(choices).map(([one, text]) => ({ value: one, label: text })),
      ]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : (currentTarget.value as Value))}
      disabled={disabled}
    />
  )
}
