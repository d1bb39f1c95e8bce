import { Tabs, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { actions as words } from '../../../texts/en/actions.ts'
import { parse } from './json-field.tsx'
import { safeJson } from './safe-json.ts'
import { fieldsOf, isOpen, objectOf, type Schema, type Values } from './schema.ts'
import { SchemaForm } from './schema-form.tsx'

/** The input of an action: as a form, and as JSON for whatever has no field. Both are views of the same values. */
export function InputForm(props: {
  readonly schema: Schema
  readonly values: Values
  readonly onChange: (values: Values) => void
}) {
  const { schema, values, onChange } = props
  const hasFields = fieldsOf(schema, schema).length > 0
  const takesMore = isOpen(schema)
  if (!hasFields && !takesMore) return <Text c="dimmed">{words.nothing}</Text>
  return (
    <Tabs defaultValue={hasFields ? 'form' : 'json'} keepMounted={false}>
      <Tabs.List>
        {hasFields && <Tabs.Tab value="form">{words.form}</Tabs.Tab>}
        <Tabs.Tab value="json">{words.json}</Tabs.Tab>
      </Tabs.List>
      {hasFields && (
        <Tabs.Panel value="form" pt="md">
          <SchemaForm schema={schema} values={values} onChange={onChange} />
          {takesMore && (
            <Text size="sm" c="dimmed" mt="md">
              {words.plugins}
            </Text>
          )}
        </Tabs.Panel>
      )}
      <Tabs.Panel value="json" pt="md">
        <Whole values={values} onChange={onChange} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Whole({ values, onChange }: { readonly values: Values; readonly onChange: (values: Values) => void }) {
  const files = Object.fromEntries(Object.entries(values).filter(([, value]) => value instanceof File))
  const [own, setOwn] = useState({ typed: written(values), values })
  // The form was cleared.
  if (own.values !== values) setOwn({ typed: written(values), values })
  const { typed } = own
  const parsed = parse(typed)
  const isObject = parsed !== null && objectOf(parsed.value) === parsed.value
  const hint = Object.keys(files).length === 0 ? words.jsonHint : `${words.jsonHint} ${words.filesStay}`
  return (
    <Textarea
      label={words.jsonInput}
      description={hint}
      {...(parsed === null ? { error: words.jsonWrong } : isObject ? {} : { error: words.jsonNoObject })}
      value={typed}
      onChange={({ currentTarget }) => {
        const next = parse(currentTarget.value)
        const isInput = next !== null && objectOf(next.value) === next.value
        const changed = isInput ? { ...objectOf(next.value), ...files } : values
        setOwn({ typed: currentTarget.value, values: changed })
        if (isInput) onChange(changed)
      }}
      autosize
      minRows={8}
      maxRows={24}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      spellCheck={false}
      autoComplete="off"
    />
  )
}

function written(values: Values): string {
  return safeJson(Object.fromEntries(Object.entries(values).filter(([, value]) => !(value instanceof File))))
}
