import { Alert, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import type { Article } from './content.ts'
import { CustomFields } from './custom-fields.tsx'
import classes from './editor-page.module.css'
import { FeaturedImage } from './featured-image.tsx'
import { FieldSections } from './field-sections.tsx'
import { keepImage } from './keep-image.ts'
import { MarkdownEditor } from './markdown-editor.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { SeoSection } from './seo-section.tsx'
import type { ArticleDraft } from './use-article-draft.ts'
import { useNoStrayDrops } from './use-no-stray-drops.ts'

/** Title, text beside its preview, and everything around the text. On phones text and preview take turns. */
export function EditorForm(props: {
  readonly article: Article | null
  readonly draft: ArticleDraft
  readonly onSave: () => void
  /** What went wrong, above the text. */
  readonly children?: ReactNode
}) {
  const { article, draft, onSave, children } = props
  const { id: project } = useProject()
  const readOnly = !useMayEdit()
  useNoStrayDrops()
  const [shown, setShown] = useState('write')
  const { content, edit } = draft
  const { body, featuredImage } = content
  const fields = { content, edit, readOnly }
  return (
    <Stack gap="lg">
      {readOnly && <Alert color="gray">{words.readOnly}</Alert>}
      {children}
      <TextInput
        className={classes.title ?? ''}
        label={words.title}
        placeholder={words.titlePlaceholder}
        value={content.title}
        onChange={({ currentTarget: { value } }) => edit({ title: value })}
        maxLength={2000}
        readOnly={readOnly}
      />
      <SegmentedControl
        className={classes.turns ?? ''}
        aria-label={words.view}
        data={[
          { value: 'write', label: words.write },
          { value: 'preview', label: words.preview },
        ]}
        value={shown}
        onChange={setShown}
      />
      <div className={classes.panes} data-shown={shown}>
        <div className={classes.write}>
          <MarkdownEditor
            text={body.text}
            isMarkdown={body.format === 'markdown'}
            readOnly={readOnly}
            onText={(text) => edit({ body: { ...body, text } })}
            onSave={onSave}
            keepImage={(file) => keepImage(project, file)}
          />
        </div>
        <section className={classes.preview} aria-label={words.preview}>
          <PreviewPane article={article?.id ?? null} body={body} />
        </section>
      </div>
      <FieldSections {...fields} />
      <FeaturedImage {...fields} hash={featuredImage === null ? null : (article?.images[featuredImage.src] ?? null)} />
      <SeoSection {...fields} />
      <CustomFields {...fields} />
    </Stack>
  )
}
