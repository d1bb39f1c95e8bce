import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { orpc } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { PageSkeleton } from '../../shared/skeletons.tsx'
import { toastDone } from '../../shared/toast.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import { ArticleHeader } from './article-header.tsx'
import { ConflictPanel } from './conflict-panel.tsx'
import type { Article } from './content.ts'
import { EditorForm } from './editor-form.tsx'
import { useArticleDraft } from './use-article-draft.ts'

const route = getRouteApi('/shell/projects/$project/articles/$article')

/** Where an article is written. */
export function EditorPage() {
  const { id: project } = useProject()
  const { article: id } = route.useParams()
  const query = useQuery(orpc.articles.get.queryOptions({ input: { project, article: id } }))
  if (query.data !== undefined) return <Editor key={id} article={query.data} />
  return (
    <>
      <ArticleHeader id={id} article={undefined} />
      <QueryView query={query} skeleton={<PageSkeleton />}>
        {() => null}
      </QueryView>
    </>
  )
}

function Editor({ article: saved }: { readonly article: Article }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const confirm = useConfirm()
  const queries = useQueryClient()
  const input = { project, article: saved.id }
  const saving = useRef(false)
  const draft = useArticleDraft(project, saved, saving)
  const { content, version, isEdited, isBehind, settle, discard, putBack } = draft
  const [missing, setMissing] = useState<readonly string[]>([])
  const save = useOperation(orpc.articles.save.call, {
    quiet: true,
    done: (row) => (row.change === 'unchanged' ? words.savedSame : words.saved(row.version)),
    onDone: ({ missingImages, notes: _, change: __, ...row }, { content: sent }) => {
      // Shown as saved at once; what the hub made of it is read again right after.
      queries.setQueryData<Article>(orpc.articles.get.queryKey({ input }), (before) =>
        before === undefined ? before : { ...before, ...row, content: sent as Article['content'] },
      )
      setMissing(missingImages)
      settle(sent as Article['content'], row.version)
    },
    stale: [orpc.articles.key(), orpc.publications.key()],
  })
  saving.current = save.isPending
  // Somebody was first: what they saved is read, and then both are shown.
  const isRefused = save.error !== null && toProblem(save.error).code === 'conflict'
  useEffect(() => {
    if (isRefused) void queries.invalidateQueries({ queryKey: orpc.articles.key() })
  }, [isRefused, queries])
  const send = (from = version): void => {
    if (mayEdit && !save.isPending) save.mutate({ ...input, version: from, content })
  }
  useHotkeys([['mod+S', () => send()]], [])
  const takeTheirs = (): void => {
    discard()
    save.reset()
    toastDone(words.tookTheirs, () => putBack(content, version))
  }
  const giveUp = async (): Promise<void> => {
    if (!(await confirm({ title: words.discardTitle, text: words.discardText, action: words.discard }))) return
    discard()
    save.reset()
    toastDone(words.discarded, () => putBack(content, version))
  }
  return (
    <>
      <ArticleHeader id={saved.id} article={saved} title={content.title}>
        {mayEdit && (
          <>
            {isEdited && (
              <Button variant="subtle" onClick={() => void giveUp()}>
                {words.discard}
              </Button>
            )}
            <Button onClick={() => send()} loading={save.isPending} title={words.saveKeys}>
              {words.save}
            </Button>
          </>
        )}
      </ArticleHeader>
      <Group mb="md">
        <Text size="sm" c="dimmed" role="status">
          {isEdited ? words.isDraft : words.isSaved(saved.version)}
        </Text>
      </Group>
      <EditorForm article={saved} draft={draft} onSave={send}>
        {isBehind ? (
          <ConflictPanel
            theirs={saved.content}
            mine={content}
            newest={saved.version}
            isSaving={save.isPending}
            onKeepMine={() => send(saved.version)}
            onTakeTheirs={takeTheirs}
          />
        ) : (
          save.error !== null && <ProblemPanel error={save.error} />
        )}
        {missing.length > 0 && (
          <Text size="sm">
            {words.missingImages(
              missing
                .slice(0, 5)
                .map((src) => plain(src, 60))
                .join(', '),
            )}
          </Text>
        )}
      </EditorForm>
    </>
  )
}
