import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { type ChangeEvent, useState } from 'react'
import { toProblem } from '../../api/problem.ts'
import { publishOptions as words } from '../../texts/en/publish-options.ts'
import type { Choice } from '../use-lookup.ts'
import { ChoiceField } from './choice-field.tsx'
import { ImageFields } from './image-fields.tsx'
import { inputWrapperOrder } from './input-order.ts'
import { type PublishOptions, withOption } from './options.ts'
import { NameField, NamesField, type OfferingSite } from './site-fields.tsx'

/** Fields that only some places have: a default has no date, and many sites have no canonical address in common. */
type Extra = 'date' | 'canonical' | 'overwrite'

interface FormProps {
  readonly options: PublishOptions
  readonly onChange: (options: PublishOptions) => void
  /** What holds where nothing is said, as a choice; null: what the article says, or what is usual. */
  readonly silence: string | null
  /** The kind of connection they are for; null for those of any kind. */
  readonly kind: string | null
  /** Its categories, tags, types and authors are offered. */
  readonly site?: OfferingSite | null
  readonly extra?: readonly Extra[]
  /** Why they were refused. */
  readonly error?: unknown
  readonly disabled?: boolean
}

/** What is said under a fold: an own word there opens it. */
const folded: readonly (keyof PublishOptions)[] = [
  ...([
    'author',
    'postType',
    'template',
    'canonical',
    'format',
    'missingTerms',
    'strict',
    'overwrite',
    'images',
  ] as const),
]

/** How articles are wanted: of a project, of a connection, of some targets for this once. What is not said is not kept. */
export function OptionsForm(props: FormProps) {
  const { options, onChange, silence, kind, extra = [], disabled = false } = props
  const site = kind === null || kind === 'wordpress' ? (props.site ?? null) : null
  const [isOpen, setOpen] = useState(folded.some((name) => options[name] !== undefined))
  const names = (name: 'categories' | 'tags', taxonomy: string) => ({
    ...{ label: words[name], description: words.instead, site, disabled, lookup: 'terms', input: { taxonomy } },
    names: options[name] ?? [],
    onChange: (chosen: readonly string[]) =>
      onChange(withOption(options, name, chosen.length === 0 ? null : [...chosen])),
  })
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ChoiceField
          {...{ label: words.status, choices: words.statuses, silence: silence ?? words.asArticle, disabled }}
          value={options.status}
          onChange={(value) => onChange(withOption(options, 'status', value))}
        />
        {extra.includes('date') && (
          <TextInput
            {...{ type: 'datetime-local', label: words.date, description: words.dateText }}
            {...{ inputWrapperOrder, disabled }}
            value={options.date?.kind === 'site-local' ? options.date.local.slice(0, 16) : ''}
            onChange={({ currentTarget: { value } }) =>
              onChange(withOption(options, 'date', value === '' ? null : { kind: 'site-local', local: `${value}:00` }))
            }
          />
        )}
        <NamesField {...names('categories', 'category')} />
        <NamesField {...names('tags', 'post_tag')} />
      </SimpleGrid>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <Text component="summary" size="sm">
          {words.more}
        </Text>
        {isOpen && <MoreOptions {...props} site={site} />}
      </details>
    </Stack>
  )
}

function MoreOptions(props: FormProps & { readonly site: OfferingSite | null }) {
  const { options, onChange, silence, kind, site, extra = [], error = null, disabled = false } = props
  const takesWordPress = kind === null || kind === 'wordpress'
  const { fields } = toProblem(error)
  const set = <Name extends keyof PublishOptions>(name: Name, value: PublishOptions[Name] | null): void =>
    onChange(withOption(options, name, value))
  const name = (option: 'author' | 'postType') => ({
    ...{ name: options[option] ?? '', site, disabled, error: fields[`options.${option}`] ?? null },
    onChange: (text: string) => set(option, text.trim() === '' ? null : text),
  })
  const typed = (option: 'template' | 'canonical', value: unknown = options[option]) => ({
    value: typeof value === 'string' ? value : '',
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
      set(option, currentTarget.value.trim() === '' ? null : currentTarget.value),
    error: fields[`options.${option}`] ?? null,
    ...{ inputWrapperOrder, disabled },
  })
  const field = { silence, disabled }
  return (
    <Stack gap="md" mt="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NameField
          {...{ label: words.author, description: words.authorText, lookup: 'users', maxLength: 320 }}
          {...name('author')}
          nameOf={loginOf}
        />
        {takesWordPress && (
          <>
            <NameField
              {...{ label: words.postType, description: words.postTypeText, lookup: 'types', maxLength: 20 }}
              {...name('postType')}
              nameOf={({ value }) => String(value)}
            />
            <TextInput
              {...{ label: words.template, description: words.templateText, maxLength: 300 }}
              {...typed('template')}
            />
          </>
        )}
        {extra.includes('canonical') && (
          <TextInput
            {...{ type: 'url', label: words.canonical, description: words.canonicalText, maxLength: 2000 }}
            {...typed('canonical')}
          />
        )}
        {takesWordPress && (
          <ChoiceField
            {...{ ...field, label: words.format, choices: words.formats }}
            value={options.format}
            onChange={(value) => set('format', value)}
          />
        )}
        {kind !== 'webhook' && (
          <ChoiceField
            {...{ ...field, label: words.missingTerms, choices: words.missing }}
            value={options.missingTerms}
            onChange={(value) => set('missingTerms', value)}
          />
        )}
        {takesWordPress && (
          <ChoiceField
            {...{ ...field, label: words.strict, choices: words.stricts }}
            value={answerOf(options.strict)}
            onChange={(value) => set('strict', value === null ? null : value === 'yes')}
          />
        )}
        {extra.includes('overwrite') && (
          <ChoiceField
            {...{ ...field, label: words.overwrite, choices: words.overwrites }}
            value={answerOf(options.overwrite)}
            onChange={(value) => set('overwrite', value === null ? null : value === 'yes')}
          />
        )}
      </SimpleGrid>
      <ImageFields
        {...field}
        images={options.images}
        onChange={(images) => set('images', images)}
        errorOf={(part) => fields[`options.images.${part}`] ?? null}
      />
    </Stack>
  )
}

/** What tells a user from others of the same name: an e-mail address or a login, as far as the site shows them. */
function loginOf({ label, hint }: Choice): string {
  return hint ?? label
}

function answerOf(value: boolean | undefined): 'yes' | 'no' | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no'
}
