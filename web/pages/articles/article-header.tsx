import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { client, orpc } from '../../api/client.ts'
import { ArticleNavigation } from '../../shared/article-navigation.tsx'
import { ArticleStateBadge } from '../../shared/article-state-badge.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { saveFile } from '../../shared/save-file.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { articles } from '../../texts/en/articles.ts'
import { editor as words } from '../../texts/en/editor.ts'
import type { Article } from './content.ts'

/** The top of the pages of one article: its title, what can be done with the whole of it, its parts. */
export function ArticleHeader(props: {
  readonly id: string
  readonly article: Article | undefined
  /** While it is typed. */
  readonly title?: string
  readonly children?: ReactNode
}) {
  const { id, article, children } = props
  const { id: project } = useProject()
  const title = props.title ?? article?.title ?? ''
  const shown = title.trim() === '' ? articles.untitled : title
  return (
    <>
      <PageHeader title={plain(shown, 100)} heading={<RemoteText text={shown} most={100} />} back={<BackToArticles />}>
        {article !== undefined && <ArticleStateBadge state={article.state} />}
        {children}
        {article !== undefined && <MoreMenu article={article} />}
      </PageHeader>
      <ArticleNavigation project={project} article={id} />
    </>
  )
}

export function BackToArticles() {
  const { id: project } = useProject()
  return (
    <TextLink to="/projects/$project/articles" params={{ project }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {words.back}
    </TextLink>
  )
}

function MoreMenu({ article: { id: article, state, title } }: { readonly article: Article }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const stale = [orpc.articles.key()]
  const putBack = useOperation(orpc.articles.setState.call, { stale })
  const set = useOperation(orpc.articles.setState.call, {
    done: (row) => words.stateDone[row.state],
    undo: () => putBack.mutate({ project, article, state }),
    stale,
  })
  const save = useOperation(async () => await client.articles.text({ project, article }), {
    onDone: ({ text, format }) => {
      const name = plain(title, 60).replace(/[^\p{L}\p{N}]+/gu, '-') || 'article'
      saveFile(`${name}.${format === 'html' ? 'html' : 'md'}`, 'text/plain', text)
    },
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={words.more}>
          <ActionIcon variant="default" size={36} aria-label={words.more}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {mayEdit && state !== 'ready' && (
          <Menu.Item onClick={() => set.mutate({ project, article, state: 'ready' })}>{words.markReady}</Menu.Item>
        )}
        {mayEdit && state !== 'draft' && (
          <Menu.Item onClick={() => set.mutate({ project, article, state: 'draft' })}>
            {state === 'archived' ? words.unarchive : words.markDraft}
          </Menu.Item>
        )}
        {mayEdit && state !== 'archived' && (
          <Menu.Item onClick={() => set.mutate({ project, article, state: 'archived' })}>{words.archive}</Menu.Item>
        )}
        <Menu.Item onClick={() => save.mutate(undefined)}>{words.saveFile}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
