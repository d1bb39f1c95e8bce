import { Autocomplete, type ComboboxParsedItem, TagsInput, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { toProblem } from '../../api/problem.ts'
import { publishOptions as words } from '../../texts/en/publish-options.ts'
import { plain, RemoteText } from '../remote-text.tsx'
import { type Choice, useLookup } from '../use-lookup.ts'
import { inputWrapperOrder } from './input-order.ts'

/** The one site whose own names are offered. Nothing is asked of it before a field is opened. */
export interface OfferingSite {
  readonly project: string
  readonly connection: string
}

interface FieldProps {
  readonly label: string
  readonly description: string
  readonly site: OfferingSite | null
  readonly lookup: string
  readonly input?: Readonly<Record<string, unknown>>
  readonly disabled: boolean
}

/** In ms, after the last letter. */
const patience = 300

/** Several names: typed, or of those that the site has. */
export function NamesField(
  props: FieldProps & { readonly names: readonly string[]; readonly onChange: (names: readonly string[]) => void },
) {
  const { names, onChange, label, description, disabled } = props
  const offer = useOffer(props, '', ({ label: name }) => name)
  return (
    <TagsInput
      {...{ label, disabled, description: offer.broken ?? description, ...offer.shown }}
      value={[...names]}
      onChange={onChange}
      onSearchChange={offer.search}
      inputWrapperOrder={inputWrapperOrder}
      acceptValueOnBlur
      maxTags={200}
    />
  )
}

/** One name: typed, or of those that the site has. */
export function NameField(
  props: FieldProps & {
    readonly name: string
    readonly onChange: (name: string) => void
    readonly nameOf: (choice: Choice) => string
    readonly maxLength: number
    readonly error: string | null
  },
) {
  const { name, onChange, nameOf, label, description, disabled, maxLength, error } = props
  const offer = useOffer(props, name, nameOf)
  return (
    <Autocomplete
      {...{ label, disabled, maxLength, error, description: offer.broken ?? description, ...offer.shown }}
      value={name}
      onChange={(typed) => {
        offer.search(typed)
        onChange(typed)
      }}
      inputWrapperOrder={inputWrapperOrder}
    />
  )
}

function useOffer({ site, lookup, input }: FieldProps, first: string, nameOf: (choice: Choice) => string) {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState(first)
  const [search] = useDebouncedValue(typed.trim().slice(0, 200), patience)
  const { data, error } = useLookup({
    ...{ project: site?.project ?? '', connection: site?.connection ?? '', lookup, search },
    ...(input === undefined ? {} : { input }),
    enabled: isOpen && site !== null,
  })
  const known = new Map((data?.choices ?? []).map((choice) => [nameOf(choice), choice]))
  return {
    search: setTyped,
    broken: error === null ? null : words.notOffered(plain(toProblem(error).message, 120)),
    shown: {
      data: [...known.keys()],
      // The site searched already: what it found by an address or an id need not contain what was typed.
      filter: ({ options }: { readonly options: ComboboxParsedItem<string>[] }) => options,
      onDropdownOpen: () => setOpen(true),
      maxDropdownHeight: 320,
      renderOption: ({ option }: { readonly option: { readonly value: string } }) => {
        const { label = '' } = known.get(option.value) ?? {}
        return (
          <div>
            <Text size="sm">{plain(option.value, 120)}</Text>
            {label !== option.value && (
              <Text size="xs" c="dimmed">
                <RemoteText text={label} most={100} />
              </Text>
            )}
          </div>
        )
      },
    },
  }
}
