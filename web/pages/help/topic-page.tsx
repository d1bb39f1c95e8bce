import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { NotFoundPage } from '../../shell/not-found-page.tsx'
import { help } from '../../texts/en/help.ts'
import { Markdown } from './markdown.tsx'
import { topics } from './topics.ts'

/** One page of the help. */
export function TopicPage() {
  const { page } = useParams({ from: '/shell/help/$page' })
  const topic = topics.find(({ name }) => name === page)
  useEffect(() => {
    // The page is there only now, so the browser could not go to the place that the address names.
    if (topic !== undefined && location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [topic])
  if (topic === undefined) return <NotFoundPage />
  return (
    <>
      <PageHeader title={topic.title} back={<TextLink to="/help">{help.allPages}</TextLink>} />
      <Markdown text={topic.text} />
    </>
  )
}
