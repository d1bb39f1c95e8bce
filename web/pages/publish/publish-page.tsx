import { Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconArticle } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useRef } from 'react'
import { orpc } from '../../api/client.ts'
import { ArticleNavigation } from '../../shared/article-navigation.tsx'
import { ArticleStateBadge } from '../../shared/article-state-badge.tsx'
import { EmptyState } from '../../shared/empty-state.tsx'
import { ButtonLink, TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { useAllRows } from '../../shared/use-all-rows.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { articles as articleWords } from '../../texts/en/articles.ts'
import { publish as words } from '../../texts/en/publish.ts'
import { ProgressSection, useReleases } from './progress-section.tsx'
import { PublishForm } from './publish-form.tsx'

const one = getRouteApi('/shell/projects/$project/articles/$article/publish')
const many = getRouteApi('/shell/projects/$project/publish')

function Back() {
  const { id: project } = useProject()
  return (
    <TextLink to="/projects/$project/articles" params={{ project }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {words.backToArticles}
    </TextLink>
  )
}

/** Where one article is, and where it goes next. */
export function PublishArticlePage() {
  const { id: project } = useProject()
  const { article } = one.useParams()
  const query = useQuery(orpc.articles.get.queryOptions({ input: { project, article } }))
  const title = query.data?.title ?? ''
  const shown = title.trim() === '' ? articleWords.untitled : title
  return (
    <>
      <PageHeader title={plain(shown, 100)} heading={<RemoteText text={shown} most={100} />} back={<Back />}>
        {query.data !== undefined && <ArticleStateBadge state={query.data.state} />}
      </PageHeader>
      <ArticleNavigation project={project} article={article} />
      <QueryView query={query}>
        {({ version }) => (
          <>
            <Text c="dimmed" mb="md">
              {words.isSaved(version)}
            </Text>
            <Parts articles={[{ id: article, title, version }]} />
          </>
        )}
      </QueryView>
    </>
  )
}

/** Several articles at once, as they were selected in the list. */
export function PublishManyPage() {
  const { id: project } = useProject()
  const { articles: ids = [] } = many.useSearch()
  const queries = useQueries({
    queries: ids.map((article) => orpc.articles.get.queryOptions({ input: { project, article } })),
  })
  if (ids.length === 0)
    return (
      <>
        <PageHeader title={words.title} back={<Back />} />
        <EmptyState Icon={IconArticle} title={words.noArticles} text={words.noArticlesText}>
          <ButtonLink to="/projects/$project/articles" params={{ project }}>
            {words.backToArticles}
          </ButtonLink>
        </EmptyState>
      </>
    )
  const articles = ids.map((id, index) => {
    const { title = id, version = 0 } = queries[index]?.data ?? {}
    return { id, title, version }
  })
  return (
    <>
      <PageHeader title={words.manyTitle(ids.length)} text={words.manyText} back={<Back />} />
      <Parts articles={articles} />
    </>
  )
}

function Parts({ articles }: Pick<Parameters<typeof PublishForm>[0], 'articles'>) {
  const mayEdit = useMayEdit()
  const ids = articles.map(({ id }) => id)
  // Several articles have no targets of their own, and may be on more sites than a page can show.
  const isOne = ids.length === 1
  const releases = useReleases(ids)
  const rows = useAllRows(releases, isOne)
  const top = useRef<HTMLDivElement>(null)
  return (
    <Stack gap="lg">
      <div ref={top} tabIndex={-1}>
        <ProgressSection articles={ids} releases={releases} />
      </div>
      {mayEdit && (
        <PublishForm
          articles={articles}
          rows={isOne ? rows : []}
          onPublished={() => {
            top.current?.focus({ preventScroll: true })
            top.current?.scrollIntoView({ block: 'start' })
          }}
        />
      )}
    </Stack>
  )
}
