import { useCallback, useRef } from 'react'
import { listDrafts, putDraft, tabName, useDraft } from '../../shared/use-draft.ts'
import { type Article, type Content, emptyContent, isSame } from './content.ts'

interface Draft {
  /** Null: nothing that is not saved. */
  readonly content: Content | null
  /** The version that was edited. */
  readonly version: number
}

export interface ArticleDraft {
  /** What is shown: what was typed, else what is saved. */
  readonly content: Content
  /** The saved version that it began from; 0 for a new article. */
  readonly version: number
  readonly isEdited: boolean
  /** There is a newer version than the one that was edited. */
  readonly isBehind: boolean
  readonly edit: (change: Partial<Content>) => void
  /** What was sent is saved now; what was typed since then stays. */
  readonly settle: (sent: Content, version: number) => void
  /** What was sent is a new article now; what was typed since then becomes the draft of that. */
  readonly handOver: (sent: Content, made: { readonly id: string; readonly version: number }) => void
  readonly discard: () => void
  /** Takes a draft back that was given up. */
  readonly putBack: (content: Content, version: number) => void
}

/**
 * An article that is being written: kept in this browser with each letter, also when it is closed, until it is saved.
 * `saving`: whether what was typed is on its way to the hub.
 */
export function useArticleDraft(
  project: string,
  article: Article | null,
  saving?: { readonly current: boolean },
): ArticleDraft {
  const saved = article?.content ?? emptyContent
  const newest = article?.version ?? 0
  const key = article === null ? keyOfNew(project) : keyOf(project, article.id)
  const [draft, change, discard] = useDraft<Draft>(key, { content: null, version: newest }, { lasting: true })
  const content = draft.content ?? saved
  const now = useRef({ content, draft, newest, saved })
  now.current = { content, draft, newest, saved }
  const edit = useCallback(
    (part: Partial<Content>) => {
      const { content: before, draft: kept, newest: version, saved: there } = now.current
      const next = { ...before, ...part }
      // Typed and taken back: nothing is left that somebody else's version could be in conflict with.
      if (saving?.current !== true && JSON.stringify(next) === JSON.stringify(there)) {
        now.current = { ...now.current, content: there, draft: { content: null, version } }
        discard()
        return
      }
      const changed = { content: next, version: kept.content === null ? version : kept.version }
      // Two changes before the next render add up.
      now.current = { ...now.current, content: next, draft: changed }
      change(changed)
    },
    [change, discard, saving],
  )
  const settle = useCallback(
    (sent: Content, version: number) => {
      const { content: typed } = now.current
      if (typed === sent) discard()
      else change({ version })
    },
    [change, discard],
  )
  const handOver = useCallback(
    (sent: Content, { id, version }: { readonly id: string; readonly version: number }) => {
      const { content: typed } = now.current
      if (typed !== sent) putDraft(keyOf(project, id), { content: typed, version }, true)
      discard()
    },
    [project, discard],
  )
  const isEdited = draft.content !== null && !isSame(draft.content, saved)
  return {
    ...{ content, isEdited, edit, settle, handOver, discard },
    version: draft.content === null ? newest : draft.version,
    isBehind: isEdited && article !== null && draft.version < newest,
    putBack: (kept, version) => {
      // The page may be closed by then.
      putDraft(key, { content: kept, version }, true)
      change({ content: kept, version })
    },
  }
}

/** New articles that were begun in other tabs and never saved: what they say, by the keys of their drafts. */
export function listNewDrafts(project: string): { readonly key: string; readonly content: Content }[] {
  return listDrafts<Draft>(keyOf(project, 'new')).flatMap(({ key, value: { content = null } }) =>
    key === keyOfNew(project) || content === null || isSame(content, emptyContent) ? [] : [{ key, content }],
  )
}

/** Each tab writes a new article of its own. */
function keyOfNew(project: string): string {
  return keyOf(project, `new.${tabName()}`)
}

function keyOf(project: string, article: string): string {
  return `article.${project}.${article}`
}
