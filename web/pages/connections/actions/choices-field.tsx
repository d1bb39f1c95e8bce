import { type ComboboxItem, type ComboboxParsedItem, MultiSelect, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { toProblem } from '../../../api/problem.ts'
import { plain, RemoteText } from '../../../shared/remote-text.tsx'
import type { Choice } from '../../../shared/use-lookup.ts'
import { actions as words } from '../../../texts/en/actions.ts'
import { type FieldProps, useInputProps } from './field-props.ts'
import { listOf, readTyped, type Schema } from './schema.ts'
import { useChoices } from './use-choices.ts'

/** A field whose choices the site knows: one, or several. What the site does not offer may be typed. */
export function ChoicesField(props: FieldProps) {
  return props.field.items === null ? <One {...props} /> : <Several {...props} />
}

function One(props: FieldProps) {
  const { field, value, onChange } = props
  const [search, setSearch] = useState('')
  const chosen = value === undefined ? null : String(value)
  const offer = useOffer(props, search, chosen === null ? [] : [chosen])
  return (
    <Select
      {...useInputProps(props)}
      {...offer.shown}
      value={chosen}
      onChange={(next) => onChange(next === null ? undefined : offer.readTyped(next, field.schema))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      clearable
    />
  )
}

function Several(props: FieldProps) {
  const { field, value, onChange } = props
  const [search, setSearch] = useState('')
  const chosen = listOf(value).map(String)
  const offer = useOffer(props, search, chosen)
  return (
    <MultiSelect
      {...useInputProps(props)}
      {...offer.shown}
      value={chosen}
      onChange={(next) =>
        onChange(next.length === 0 ? undefined : next.map((one) => offer.readTyped(one, field.items ?? {})))
      }
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      clearable
    />
  )
}

/** What is offered for a search, and what of it means which value. */
function useOffer({ field }: FieldProps, search: string, chosen: readonly string[]) {
  const [isOpen, setOpen] = useState(false)
  const [seen, setSeen] = useState<ReadonlyMap<string, Choice>>(new Map())
  // What is chosen stands in the search field, too: then nothing is searched for.
  const isChosen = chosen.some((one) => plain(seen.get(one)?.label ?? one, 80) === search)
  const query = useChoices(field.lookup, isChosen ? '' : search, isOpen)
  const { data, error, isFetching } = query
  const known = new Map((data?.choices ?? []).map((choice) => [String(choice.value), choice]))
  if (chosen.some((one) => known.has(one) && !seen.has(one)))
    setSeen(
      new Map([
        ...seen,
        ...chosen.flatMap((one) => known.get(one) ?? []).map((one) => [String(one.value), one] as const),
      ]),
    )
  const labelled = (value: string, choice: Choice | undefined): ComboboxItem => ({
    value,
    label: choice === undefined || choice.label === '' ? plain(value, 80) : plain(choice.label, 80),
  })
  const items = [...known].map(([value, choice]) => labelled(value, choice))
  const gone = chosen.filter((one) => !known.has(one)).map((one) => labelled(one, seen.get(one)))
  const typed = search.trim()
  const isNew = typed !== '' && !isChosen && !known.has(typed) && takesText(field, typed)
  const own = isNew ? [{ value: typed, label: words.typedChoice(plain(typed, 80)) }] : []
  const broken = error === null ? '' : words.choicesBroken(plain(toProblem(error).message, 120))
  return {
    shown: {
      data: [...items, ...gone, ...own],
      filter: ({ options }: { readonly options: ComboboxParsedItem<string>[] }) => options,
      onDropdownOpen: () => setOpen(true),
      nothingFoundMessage: isFetching ? words.choicesLoading : broken === '' ? words.choiceNone : broken,
      maxDropdownHeight: 320,
      comboboxProps: { keepMounted: false },
      renderOption: ({ option }: { readonly option: ComboboxItem }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          {known.get(option.value)?.hint !== undefined && (
            <Text size="xs" c="dimmed">
              <RemoteText text={known.get(option.value)?.hint ?? ''} most={100} />
            </Text>
          )}
        </div>
      ),
      ...(data?.more === true ? { description: moreText(field.description) } : {}),
    },
    readTyped: (text: string, schema: Schema): string | number =>
      known.get(text)?.value ?? seen.get(text)?.value ?? readTyped(text, schema),
  }
}

function moreText(description: string): string {
  return [plain(description, 300), words.choicesMore].filter((part) => part !== '').join('. ')
}

/** Whether a typed text may stand in the field: numbers only, where only those are taken. */
function takesText({ schema, items }: FieldProps['field'], text: string): boolean {
  const { type } = items ?? schema
  return type === 'string' || typeof readTyped(text, items ?? schema) === 'number'
}
