import { structuredPatch } from 'diff'

const mostLines = 1500
const milliseconds = 1000

/** The lines in which two texts differ, with a little around them, as `DiffLines` shows them. Bounded in size and time. */
export function compareTexts(before: string, after: string): { readonly lines: string[]; readonly cut: boolean } {
  const patch = structuredPatch('', '', before, after, '', '', { context: 2, timeout: milliseconds })
  if (patch === undefined) return { lines: [], cut: true }
  const lines = patch.hunks
    .flatMap(({ lines: part, oldStart, newStart }) => [`@@ -${oldStart} +${newStart} @@`, ...part])
    .filter((line) => !line.startsWith('\\'))
  return { lines: lines.slice(0, mostLines), cut: lines.length > mostLines }
}
