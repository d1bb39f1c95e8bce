import { structuredPatch } from 'diff'

/** What a post consists of, as text, by field: `title`, `content`, `terms.categories`, `meta.subtitle`… */
export type SideFields = Readonly<Record<string, string>>

/** The three sides of a conflict. */
export interface Sides {
  /** As it was sent last; `null` where nobody knows. */
  readonly base: SideFields | null
  /** As it is there now; `null` where it is gone. */
  readonly theirs: SideFields | null
  /** As it is wanted. */
  readonly ours: SideFields
}

interface FieldDifference {
  readonly field: string
  readonly base: string | null
  readonly theirs: string | null
  readonly ours: string | null
  /** Who changed it since it was sent last; `alike`: both to the same. `differs`: the two differ, and nobody knows who did it. */
  readonly changed: 'theirs' | 'ours' | 'both' | 'alike' | 'differs'
}

/** Lines around what changed, each beginning with a space, `+` or `-`. */
interface LineDifference {
  readonly lines: readonly string[]
  /** There is more, or it was too much to compare. */
  readonly cut: boolean
}

export interface Comparison {
  /** Those that differ, without the content. */
  readonly fields: readonly FieldDifference[]
  /** From what was sent last to what is there; from what is wanted where nobody knows what was sent. */
  readonly contentTheirs: LineDifference
  /** From what was sent last to what is wanted. */
  readonly contentOurs: LineDifference
}

const longestValue = 2000
const mostFields = 100
const mostLines = 1500
const longestLine = 4000
const diffMs = 1000

/** What writing ours would change in what is there. */
export interface Change {
  /** Without the content. `there`: empty where nothing is. */
  readonly fields: readonly { readonly field: string; readonly there: string; readonly wanted: string }[]
  readonly content: LineDifference
}

/** `null` where nothing is there. Bounded as `compareSides`. */
export function changesOf({ theirs, ours }: Sides): Change | null {
  if (theirs === null) return null
  const { fields, contentOurs } = compareSides({ base: theirs, theirs, ours })
  return {
    fields: fields.map(({ field, theirs: there, ours: wanted }) => ({
      field,
      there: there ?? '',
      wanted: wanted ?? '',
    })),
    content: contentOurs,
  }
}

/** What differs between the sides, bounded in size and time. Pure but for the clock. */
export function compareSides({ base, theirs, ours }: Sides): Comparison {
  const names = new Set([...Object.keys(ours), ...Object.keys(base ?? {})].filter((name) => name !== 'content'))
  const fields = [...names].flatMap((field): FieldDifference[] => {
    const [before, there, wanted] = [base?.[field], theirs?.[field], ours[field]]
    const changed = whoChanged(base === null ? null : (before ?? ''), there ?? '', wanted ?? before ?? '')
    return changed === null
      ? []
      : [{ field, changed, base: shown(before), theirs: shown(there), ours: shown(wanted ?? before) }]
  })
  const content = ours.content ?? ''
  return {
    fields: fields.slice(0, mostFields),
    contentTheirs: compareLines(base === null ? content : (base.content ?? ''), theirs?.content ?? ''),
    contentOurs: base === null ? { lines: [], cut: false } : compareLines(base.content ?? '', content),
  }
}

function whoChanged(base: string | null, theirs: string, ours: string): FieldDifference['changed'] | null {
  if (base === null) return theirs === ours ? null : 'differs'
  if (theirs === base) return ours === base ? null : 'ours'
  if (ours === base) return 'theirs'
  return ours === theirs ? 'alike' : 'both'
}

function compareLines(before: string, after: string): LineDifference {
  if (before === after) return { lines: [], cut: false }
  const patch = structuredPatch('', '', before, after, '', '', { context: 2, timeout: diffMs, maxEditLength: 20_000 })
  if (patch === undefined) return { lines: [], cut: true }
  const lines = patch.hunks.flatMap(({ lines: part, oldStart, newStart }) => [
    `@@ -${oldStart} +${newStart} @@`,
    ...part,
  ])
  const kept = lines.filter((line) => !line.startsWith('\\')).slice(0, mostLines)
  return { lines: kept.map((line) => line.slice(0, longestLine)), cut: kept.length < lines.length - 2 }
}

function shown(value: string | undefined): string | null {
  if (value === undefined) return null
  return value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value
}
