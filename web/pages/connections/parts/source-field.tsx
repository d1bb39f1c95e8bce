import { Group, NativeSelect, TextInput } from '@mantine/core'
import type { Outputs } from '../../../api/client.ts'
import { plain } from '../../../shared/remote-text.tsx'
import { mapping as words } from '../../../texts/en/mapping.ts'

export type Source = NonNullable<Outputs['mappings']['get']['fields'][number]['source']>
type Part = Extract<Source, { part: unknown }>['part']

const custom = '*'

/** What fills a field: a part of the article, one of its custom fields by name, or nothing. */
export function SourceField(props: {
  readonly name: string
  readonly parts: readonly string[]
  readonly source: Source | null
  readonly onChange: (source: Source | null) => void
  readonly disabled: boolean
}) {
  const { name, parts, source, onChange, disabled } = props
  const field = source !== null && 'field' in source ? source.field : null
  const part = source !== null && 'part' in source ? source.part : null
  const known = part === null || parts.includes(part) ? parts : [part, ...parts]
  const choose = (value: string): void => {
    if (value === custom) onChange({ field: plain(name, 60) })
    else onChange(value === '' ? null : { part: value as Part })
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <NativeSelect
        aria-label={words.sourceOf(name)}
        data={[
          { value: '', label: words.nothing },
          ...known.map((one) => ({ value: one, label: words.parts[one] ?? one })),
          { value: custom, label: words.custom },
        ]}
        value={field === null ? (part ?? '') : custom}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        disabled={disabled}
        w="12rem"
      />
      {field !== null && (
        <TextInput
          aria-label={words.customOf(name)}
          placeholder={words.customName}
          value={field}
          onChange={({ currentTarget }) => onChange({ field: currentTarget.value })}
          maxLength={255}
          required
          disabled={disabled}
        />
      )}
    </Group>
  )
}
