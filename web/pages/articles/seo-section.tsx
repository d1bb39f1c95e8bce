import { SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { Section } from '../../shared/section.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import { type Content, orNull } from './content.ts'
import type { FieldsProps } from './field-sections.tsx'
import classes from './seo-section.module.css'

/** About where search engines cut, in letters. */
const longestTitle = 60
const longestDescription = 158
const longestAddress = 70

/** What search engines and social networks are told, and how a result may look. */
export function SeoSection({ content, edit, readOnly }: FieldsProps) {
  const { seo } = content
  const set = (change: Partial<Content['seo']>): void => edit({ seo: { ...seo, ...change } })
  const title = seo.title ?? content.title
  const description = seo.description ?? content.excerpt ?? ''
  return (
    <Section title={words.seo} text={words.seoText}>
      <Stack gap="md">
        <figure style={{ margin: 0 }}>
          <Text component="figcaption" size="sm" fw={600} mb={6}>
            {words.seoPreview}
          </Text>
          <div className={classes.result}>
            <div className={classes.address}>{cut(addressOf(content), longestAddress)}</div>
            <div className={classes.title}>{cut(title || words.title, longestTitle)}</div>
            <div className={classes.text}>
              {description === '' ? words.seoPreviewEmpty : cut(description, longestDescription)}
            </div>
          </div>
        </figure>
        <TextInput
          label={words.seoTitle}
          description={words.characters(title.length, longestTitle)}
          placeholder={content.title}
          value={seo.title ?? ''}
          onChange={({ currentTarget: { value } }) => set({ title: orNull(value) })}
          readOnly={readOnly}
        />
        <Textarea
          label={words.seoDescription}
          description={words.characters(description.length, longestDescription)}
          value={seo.description ?? ''}
          onChange={({ currentTarget: { value } }) => set({ description: orNull(value) })}
          autosize
          minRows={2}
          readOnly={readOnly}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
          <TextInput
            label={words.focusKeyword}
            value={seo.focusKeyword ?? ''}
            onChange={({ currentTarget: { value } }) => set({ focusKeyword: orNull(value) })}
            readOnly={readOnly}
          />
          <TagsInput
            label={words.robots}
            description={words.robotsText}
            data={['noindex', 'nofollow', 'noarchive', 'nosnippet']}
            value={seo.robots}
            onChange={(robots) => set({ robots: robots.map((word) => word.trim().toLowerCase()) })}
            acceptValueOnBlur
            readOnly={readOnly}
          />
          <TextInput
            type="url"
            label={words.canonical}
            description={words.canonicalText}
            value={seo.canonical ?? ''}
            onChange={({ currentTarget: { value } }) => set({ canonical: orNull(value.trim()) })}
            readOnly={readOnly}
          />
          <TextInput
            label={words.socialImage}
            description={words.socialImageText}
            value={seo.socialImage ?? ''}
            onChange={({ currentTarget: { value } }) => set({ socialImage: orNull(value.trim()) })}
            readOnly={readOnly}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  )
}

function addressOf({ slug, title, seo }: Content): string {
  if (seo.canonical !== null) return seo.canonical
  const made =
    slug ??
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
  return `example.com › ${made || '…'}`
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).trimEnd()} …` : text
}
