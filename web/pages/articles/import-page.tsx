import { Stack } from '@mantine/core'
import { PageHeader } from '../../shared/page-header.tsx'
import { NotForRole } from '../../shell/not-for-role.tsx'
import { useMayEdit } from '../../shell/project-layout.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'
import { BackToArticles } from './article-header.tsx'
import { ImportFiles } from './import-files.tsx'
import { ImportFromSite } from './import-from-site.tsx'

/** Takes articles in: from files, or from a site. */
export function ImportPage() {
  const mayEdit = useMayEdit()
  return (
    <>
      <PageHeader title={words.title} text={words.text} back={<BackToArticles />} />
      {mayEdit ? (
        <Stack gap="lg">
          <ImportFiles />
          <ImportFromSite />
        </Stack>
      ) : (
        <NotForRole />
      )}
    </>
  )
}
