import { Stack } from '@mantine/core'
import { PageHeader } from '../../shared/page-header.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'
import { BackToArticles } from './article-header.tsx'
import { ImportFiles } from './import-files.tsx'
import { ImportFromSite } from './import-from-site.tsx'

/** Takes articles in: from files, or from a site. */
export function ImportPage() {
  return (
    <>
      <PageHeader title={words.title} text={words.text} back={<BackToArticles />} />
      <Stack gap="lg">
        <ImportFiles />
        <ImportFromSite />
      </Stack>
    </>
  )
}
