import { NativeSelect, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { publish as words } from '../../texts/en/publish.ts'
import { type Options, withOption } from './options.ts'

const choices = (known: Readonly<Record<string, string>>) => [
  { value: '', label: words.asIs },
  ...Object.entries(known).map(([value, label]) => ({ value, label })),
]

/** What is wanted of the sites: for all of them, or for one. */
export function OptionsForm(props: {
  readonly options: Options
  readonly onChange: (options: Options) => void
  /** For one target: its own canonical address. */
  readonly isOwn?: boolean
}) {
  const { options, onChange, isOwn = false } = props
  const set = <Name extends keyof Options>(name: Name, value: Options[Name] | null): void =>
    onChange(withOption(options, name, value))
  const text = (name: 'postType' | 'author' | 'template') => ({
    value: options[name] ?? '',
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: HTMLInputElement }) =>
      set(name, value.trim() === '' ? null : value.trim()),
  })
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
        <NativeSelect
          label={words.status}
          data={choices(words.statuses)}
          value={options.status ?? ''}
          onChange={({ currentTarget: { value } }) =>
            set('status', value === '' ? null : (value as NonNullable<Options['status']>))
          }
        />
        <TextInput
          type="datetime-local"
          label={words.date}
          description={words.dateText}
          value={options.date?.kind === 'site-local' ? options.date.local.slice(0, 16) : ''}
          onChange={({ currentTarget: { value } }) =>
            set('date', value === '' ? null : { kind: 'site-local', local: `${value}:00` })
          }
        />
        <TagsInput
          label={words.categories}
          description={words.categoriesText}
          value={options.categories ?? []}
          onChange={(names) => set('categories', names.length === 0 ? null : names)}
          acceptValueOnBlur
        />
        <TagsInput
          label={words.tags}
          description={words.categoriesText}
          value={options.tags ?? []}
          onChange={(names) => set('tags', names.length === 0 ? null : names)}
          acceptValueOnBlur
        />
        <TextInput label={words.author} {...text('author')} />
        <TextInput label={words.postType} {...text('postType')} />
        <TextInput label={words.template} description={words.templateText} {...text('template')} />
        {isOwn && (
          <TextInput
            type="url"
            label={words.canonicalAddress}
            value={typeof options.canonical === 'string' ? options.canonical : ''}
            onChange={({ currentTarget: { value } }) => set('canonical', value.trim() === '' ? null : value.trim())}
          />
        )}
        <NativeSelect
          label={words.format}
          data={Object.entries(words.formats).map(([value, label]) => ({ value, label }))}
          value={options.format ?? 'auto'}
          onChange={({ currentTarget: { value } }) =>
            set('format', value === 'auto' && !isOwn ? null : (value as NonNullable<Options['format']>))
          }
        />
        <NativeSelect
          label={words.missingTerms}
          data={Object.entries(words.missing).map(([value, label]) => ({ value, label }))}
          value={options.missingTerms ?? 'create'}
          onChange={({ currentTarget: { value } }) =>
            set('missingTerms', value === 'create' && !isOwn ? null : (value as NonNullable<Options['missingTerms']>))
          }
        />
      </SimpleGrid>
      <Switch
        label={words.strict}
        description={words.strictText}
        checked={options.strict ?? false}
        onChange={({ currentTarget: { checked } }) => set('strict', checked || isOwn ? checked : null)}
      />
    </Stack>
  )
}
