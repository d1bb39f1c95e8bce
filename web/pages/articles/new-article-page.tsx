import { Button, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { toastDone } from '../../shared/toast.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { NotForRole } from '../../shell/not-for-role.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import { BackToArticles } from './article-header.tsx'
import { BegunArticles } from './begun-articles.tsx'
import type { Content } from './content.ts'
import { EditorForm } from './editor-form.tsx'
import { useArticleDraft } from './use-article-draft.ts'

/** A new article: made with the first save. */
export function NewArticlePage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const go = useNavigate()
  const confirm = useConfirm()
  const draft = useArticleDraft(project, null)
  const create = useOperation(orpc.articles.create.call, {
    quiet: true,
    done: () => words.created,
    onDone: ({ id, version }, { content: sent }) => {
      draft.handOver(sent as Content, { id, version })
      void go({ to: '/projects/$project/articles/$article', params: { project, article: id }, replace: true })
    },
    stale: [orpc.articles.key()],
  })
  const send = (): void => {
    if (mayEdit && !create.isPending) create.mutate({ project, content: draft.content })
  }
  useHotkeys([['mod+S', send]], [])
  const giveUp = async (): Promise<void> => {
    const { giveUpTitle: title, giveUpText: text, giveUp: action } = words
    if (!(await confirm({ title, text, action }))) return
    draft.discard()
    create.reset()
    toastDone(words.gaveUp, () => draft.putBack(draft.content, draft.version))
  }
  return (
    <>
      <PageHeader title={words.newTitle} back={<BackToArticles />}>
        {mayEdit && (
          <>
            {draft.isEdited && (
              <Button variant="subtle" disabled={create.isPending} onClick={() => void giveUp()}>
                {words.giveUp}
              </Button>
            )}
            <Button onClick={send} loading={create.isPending} title={words.saveKeys}>
              {words.save}
            </Button>
          </>
        )}
      </PageHeader>
      {mayEdit ? (
        <Stack gap="md">
          <Text size="sm" c="dimmed" role="status">
            {draft.isEdited ? words.isDraft : words.isNew}
          </Text>
          {!draft.isEdited && <BegunArticles project={project} onGoOn={(content) => draft.putBack(content, 0)} />}
          <EditorForm article={null} draft={draft} onSave={send}>
            {create.error !== null && <ProblemPanel error={create.error} />}
          </EditorForm>
        </Stack>
      ) : (
        <NotForRole />
      )}
    </>
  )
}
