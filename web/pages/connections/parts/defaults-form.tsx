import { Fieldset, NativeSelect, NumberInput, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { connection as words } from '../../../texts/en/connection.ts'
import type { Defaults } from './defaults-section.tsx'

const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const listed = (known: Readonly<Record<string, string>>) =>
  Object.entries(known).map(([value, label]) => ({ value, label }))

interface FormProps {
  readonly options: Defaults
  readonly onChange: (options: Defaults) => void
  readonly disabled: boolean
}

/** The options of publishing that make sense for every article of a connection. What is not said is not kept. */
export function DefaultsForm({ kind, options, onChange, disabled }: FormProps & { readonly kind: string }) {
  const set = <Name extends keyof Defaults>(name: Name, value: Defaults[Name] | null): void => {
    const { [name]: _, ...others } = options
    onChange(value === null ? others : { ...others, [name]: value })
  }
  const text = (name: 'postType' | 'author' | 'template') => ({
    value: options[name] ?? '',
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: HTMLInputElement }) =>
      set(name, value === '' ? null : value),
    inputWrapperOrder: order,
    disabled,
  })
  const tags = (name: 'categories' | 'tags') => ({
    description: words.insteadText,
    value: options[name] ?? [],
    onChange: (names: string[]) => set(name, names.length === 0 ? null : names),
    acceptValueOnBlur: true,
    inputWrapperOrder: order,
    disabled,
  })
  const isWordPress = kind === 'wordpress'
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label={words.status}
          data={[{ value: '', label: words.asIs }, ...listed(words.statuses)]}
          value={options.status ?? ''}
          onChange={({ currentTarget: { value } }) =>
            set('status', value === '' ? null : (value as NonNullable<Defaults['status']>))
          }
          disabled={disabled}
        />
        <TextInput label={words.author} description={words.authorText} maxLength={320} {...text('author')} />
        <TagsInput label={words.categories} {...tags('categories')} />
        <TagsInput label={words.tags} {...tags('tags')} />
        {isWordPress && (
          <>
            <TextInput label={words.postType} pattern="[a-z0-9_\-]{1,20}" {...text('postType')} />
            <TextInput label={words.template} description={words.templateText} maxLength={300} {...text('template')} />
            <NativeSelect
              label={words.format}
              data={listed(words.formats)}
              value={options.format ?? 'auto'}
              onChange={({ currentTarget: { value } }) =>
                set('format', value === 'auto' ? null : (value as NonNullable<Defaults['format']>))
              }
              disabled={disabled}
            />
          </>
        )}
        {kind !== 'webhook' && (
          <NativeSelect
            label={words.missingTerms}
            data={listed(words.missing)}
            value={options.missingTerms ?? 'create'}
            onChange={({ currentTarget: { value } }) =>
              set('missingTerms', value === 'create' ? null : (value as NonNullable<Defaults['missingTerms']>))
            }
            disabled={disabled}
          />
        )}
      </SimpleGrid>
      {isWordPress && (
        <Switch
          label={words.strict}
          description={words.strictText}
          checked={options.strict ?? false}
          onChange={({ currentTarget: { checked } }) => set('strict', checked || null)}
          disabled={disabled}
        />
      )}
      <Switch
        label={words.overwrite}
        description={words.overwriteText}
        checked={options.overwrite ?? false}
        onChange={({ currentTarget: { checked } }) => set('overwrite', checked || null)}
        disabled={disabled}
      />
      <Images options={options} onChange={onChange} disabled={disabled} />
    </Stack>
  )
}

type Images = NonNullable<Defaults['images']>

function Images({ options, onChange, disabled }: FormProps) {
  const { images = {} as Images } = options
  const set = <Name extends keyof Images>(name: Name, value: Images[Name] | null): void => {
    const { [name]: _, ...others } = images
    const next = (value === null ? others : { ...others, [name]: value }) as Images
    const { images: __, ...rest } = options
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, images: next })
  }
  const number = (name: 'maxWidth' | 'quality') => ({
    value: images[name] ?? ('' as const),
    onChange: (value: string | number) => set(name, typeof value === 'number' ? value : null),
    allowDecimal: false,
    hideControls: true,
    inputWrapperOrder: order,
    disabled,
  })
  return (
    <Fieldset legend={words.images}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label={words.remote}
          data={listed(words.remotes)}
          value={images.remote ?? 'upload'}
          onChange={({ currentTarget: { value } }) =>
            set('remote', value === 'upload' ? null : (value as NonNullable<Images['remote']>))
          }
          disabled={disabled}
        />
        <NativeSelect
          label={words.imageFormat}
          data={listed(words.imageFormats)}
          value={images.format ?? 'keep'}
          onChange={({ currentTarget: { value } }) =>
            set('format', value === 'keep' ? null : (value as NonNullable<Images['format']>))
          }
          disabled={disabled}
        />
        <NumberInput label={words.maxWidth} description={words.maxWidthText} {...number('maxWidth')} />
        <NumberInput label={words.quality} description={words.qualityText} {...number('quality')} />
      </SimpleGrid>
    </Fieldset>
  )
}
