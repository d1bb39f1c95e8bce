import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useConfirm } from '../../shared/confirm.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { dropDraft } from '../../shared/use-draft.ts'
import { articles } from '../../texts/en/articles.ts'
import { editor as words } from '../../texts/en/editor.ts'
import type { Content } from './content.ts'
import { listNewDrafts } from './use-article-draft.ts'

/** New articles that were begun in other tabs, or before the browser was closed. Nothing where there are none. */
export function BegunArticles(props: { readonly project: string; readonly onGoOn: (content: Content) => void }) {
  const { project, onGoOn } = props
  const confirm = useConfirm()
  const [begun, setBegun] = useState(() => listNewDrafts(project))
  const drop = (key: string): void => {
    dropDraft(key)
    setBegun(listNewDrafts(project))
  }
  const giveUp = async (key: string): Promise<void> => {
    const { giveUpTitle: title, giveUpText: text, giveUp: action } = words
    if (await confirm({ title, text, action, danger: true })) drop(key)
  }
  if (begun.length === 0) return null
  return (
    <Section title={words.begun} text={words.begunText}>
      <Stack gap="xs">
        {begun.map(({ key, content }) => {
          const title = content.title.trim() === '' ? articles.untitled : content.title
          return (
            <Group key={key} gap="xs">
              <RemoteText text={title} most={80} />
              <Button
                size="compact-sm"
                variant="default"
                aria-label={words.goOnWith(plain(title, 60))}
                onClick={() => {
                  onGoOn(content)
                  drop(key)
                }}
              >
                {words.goOn}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={words.giveUpOne(plain(title, 60))}
                onClick={() => void giveUp(key)}
              >
                {words.giveUp}
              </Button>
            </Group>
          )
        })}
      </Stack>
    </Section>
  )
}
