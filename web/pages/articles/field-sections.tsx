import { NativeSelect, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../shared/section.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import { publishOptions } from '../../texts/en/publish-options.ts'
import { type Content, orNull } from './content.ts'
import { fromClock, listZones, ownZone, toClock } from './time-zone.ts'

export interface FieldsProps {
  readonly content: Content
  readonly edit: (change: Partial<Content>) => void
  readonly readOnly: boolean
}

const siteZone = 'site'

/** Slug, excerpt, terms, author, status and date. */
export function FieldSections({ content, edit, readOnly }: FieldsProps) {
  const { slug, excerpt, terms, author, language, postType, status } = content
  return (
    <>
      <Section title={words.general}>
        <Stack gap="md">
          <TextInput
            label={words.slug}
            description={words.slugText}
            value={slug ?? ''}
            onChange={({ currentTarget: { value } }) => edit({ slug: orNull(value.replace(/[\s/?#\\]+/g, '-')) })}
            maxLength={200}
            readOnly={readOnly}
          />
          <Textarea
            label={words.excerpt}
            description={words.excerptText}
            value={excerpt ?? ''}
            onChange={({ currentTarget: { value } }) => edit({ excerpt: orNull(value) })}
            autosize
            minRows={2}
            maxRows={8}
            readOnly={readOnly}
          />
        </Stack>
      </Section>
      <Section title={words.terms}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
          <TagsInput
            label={words.categories}
            description={words.categoriesText}
            value={terms.categories ?? []}
            onChange={(names) => edit({ terms: { ...terms, categories: names.length === 0 ? null : names } })}
            acceptValueOnBlur
            maxTags={200}
            readOnly={readOnly}
          />
          <TagsInput
            label={words.tags}
            description={words.tagsText}
            value={terms.tags ?? []}
            onChange={(names) => edit({ terms: { ...terms, tags: names.length === 0 ? null : names } })}
            acceptValueOnBlur
            maxTags={200}
            readOnly={readOnly}
          />
          <TextInput
            label={words.author}
            description={words.authorText}
            value={author ?? ''}
            onChange={({ currentTarget: { value } }) => edit({ author: orNull(value) })}
            readOnly={readOnly}
          />
          <TextInput
            label={words.language}
            description={words.languageText}
            value={language ?? ''}
            onChange={({ currentTarget: { value } }) => edit({ language: orNull(value.trim()) })}
            readOnly={readOnly}
          />
        </SimpleGrid>
      </Section>
      <Section title={words.publishing}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
          <NativeSelect
            label={words.status}
            data={[
              { value: '', label: words.statusUnsaid },
              ...Object.entries(publishOptions.statuses).map(([value, label]) => ({ value, label })),
            ]}
            value={status ?? ''}
            onChange={({ currentTarget: { value } }) =>
              edit({ status: value === '' ? null : (value as Content['status']) })
            }
            disabled={readOnly}
          />
          <TextInput
            label={words.postType}
            description={words.postTypeText}
            value={postType ?? ''}
            onChange={({ currentTarget: { value } }) => edit({ postType: orNull(value.trim()) })}
            readOnly={readOnly}
          />
          <DateFields content={content} edit={edit} readOnly={readOnly} />
        </SimpleGrid>
      </Section>
    </>
  )
}

function DateFields({ content: { date }, edit, readOnly }: FieldsProps) {
  const [chosen, setZone] = useState(date?.kind === 'site-local' ? siteZone : ownZone)
  // Until there is a date, the zone alone is remembered; a date knows itself whether it is of no zone.
  const zone = date?.kind === 'site-local' ? siteZone : date === null ? chosen : inZone(chosen)
  const shown = date === null ? '' : date.kind === 'site-local' ? date.local.slice(0, 16) : toClock(date.utc, zone)
  const set = (clock: string, where: string): void => {
    const utc = fromClock(clock, where === siteZone ? 'UTC' : where)
    if (clock === '') edit({ date: null })
    else if (where === siteZone) edit({ date: { kind: 'site-local', local: `${clock}:00` } })
    else if (utc !== null) edit({ date: { kind: 'instant', utc } })
  }
  return (
    <>
      <TextInput
        type="datetime-local"
        label={words.date}
        description={words.dateText}
        value={shown}
        onChange={({ currentTarget: { value } }) => set(value, zone)}
        readOnly={readOnly}
      />
      <Select
        label={words.zone}
        data={[
          { value: siteZone, label: words.zoneSite },
          ...listZones().map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
        ]}
        value={zone}
        onChange={(value) => {
          const next = value ?? ownZone
          setZone(next)
          if (shown !== '') set(shown, next)
        }}
        searchable
        allowDeselect={false}
        limit={60}
        disabled={readOnly}
      />
    </>
  )
}

function inZone(zone: string): string {
  return zone === siteZone ? ownZone : zone
}
