import { useCallback, useRef } from 'react'
import { useDraft } from '../../shared/use-draft.ts'
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
  readonly discard: () => void
  /** Takes a draft back that was given up. */
  readonly putBack: (content: Content, version: number) => void
}

/** An article that is being written: kept in this browser with each letter, also when it is closed, until it is saved. */
export function useArticleDraft(project: string, article: Article | null): ArticleDraft {
  const saved = article?.content ?? emptyContent
  const newest = article?.version ?? 0
  const key = `article.${project}.${article?.id ?? 'new'}`
  const [draft, change, discard] = useDraft<Draft>(key, { content: null, version: newest }, { lasting: true })
  const content = draft.content ?? saved
  const now = useRef({ content, draft, newest })
  now.current = { content, draft, newest }
  const edit = useCallback(
    (part: Partial<Content>) => {
      const { content: before, draft: kept, newest: version } = now.current
      const next = { ...before, ...part }
      const changed = { content: next, version: kept.content === null ? version : kept.version }
      // Two changes before the next render add up.
      now.current = { ...now.current, content: next, draft: changed }
      change(changed)
    },
    [change],
  )
  const settle = useCallback(
    (sent: Content, version: number) => {
      const { content: typed } = now.current
      if (typed === sent) discard()
      else change({ version })
    },
    [change, discard],
  )
  const isEdited = draft.content !== null && !isSame(draft.content, saved)
  return {
    ...{ content, isEdited, edit, settle, discard },
    version: draft.content === null ? newest : draft.version,
    isBehind: isEdited && article !== null && draft.version < newest,
    putBack: (kept, version) => change({ content: kept, version }),
  }
}
