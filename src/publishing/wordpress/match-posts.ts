import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { Publication } from '../../store/publications.ts'
import { printOf } from './mark-fields.ts'

/** A post with a mark of ours, and the print of what was published there; null where it does not carry one any more. */
export interface MarkedPost {
  readonly mark: string
  readonly print: string | null
  readonly post: StoredPost
}

/** An article that has no post yet, and the user of the site whose post would be its. */
export interface Seeker {
  readonly row: Pick<Publication, 'id' | 'mark' | 'wantedHash'>
  /** Null where anybody's may be. */
  readonly author: number | null
}

/**
 * Which post is whose, by row. A mark derives from the place where a file was when its article was first taken in. After a
 * lost database that is unknown: the file may have been moved since, and a new one may lie there. So a post is that of the
 * article which wants exactly what it carries, of that with its mark before others; else of the article with its mark. Where
 * two posts, or two places of them, carry the same, neither is taken for one that was moved.
 */
export function matchPosts(
  seekers: readonly Seeker[],
  marked: readonly MarkedPost[],
  others: {
    /** Ids of posts that publications have. */
    readonly taken: ReadonlySet<number>
    /** What any publication on the site wants. */
    readonly wanting: readonly { readonly mark: string; readonly print: string }[]
  },
): Map<string, MarkedPost> {
  const matched = new Map<string, MarkedPost>()
  const wantedBy = ({ print }: MarkedPost): string[] =>
    others.wanting.filter((other) => other.print === print).map(({ mark }) => mark)
  const match = (row: Seeker['row'], found: MarkedPost | undefined): boolean => {
    if (found !== undefined) matched.set(row.id, found)
    return found === undefined
  }
  const moved = ({ row, author }: Seeker): MarkedPost | undefined => {
    const alike = marked.filter(({ print }) => print === printOf(row.wantedHash))
    const [only, ...more] = alike.filter(
      (one) =>
        one.post.status !== 'trash' &&
        !others.taken.has(one.post.id) &&
        (author === null || one.post.author === author) &&
        !wantedBy(one).includes(one.mark) &&
        ![...matched.values()].includes(one),
    )
    return more.length === 0 ? only : undefined
  }
  seekers
    .filter(({ row }) =>
      match(
        row,
        marked.find(({ mark, print }) => mark === row.mark && print === printOf(row.wantedHash)),
      ),
    )
    .filter((seeker) => match(seeker.row, moved(seeker)))
    .forEach(({ row }) => {
      match(
        row,
        marked.find((one) => one.mark === row.mark && wantedBy(one).every((mark) => mark === row.mark)),
      )
    })
  return matched
}
