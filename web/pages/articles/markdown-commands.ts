import { type ChangeSpec, EditorSelection, type StateCommand } from '@codemirror/state'

/** Puts marks around what is selected, or takes them away: `**bold**`. */
export function wrap(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    const change = state.changeByRange((range) => {
      const { from, to } = range
      const before = state.sliceDoc(Math.max(0, from - mark.length), from)
      const after = state.sliceDoc(to, to + mark.length)
      if (before === mark && after === mark)
        return {
          changes: [
            { from: from - mark.length, to: from },
            { from: to, to: to + mark.length },
          ],
          range: EditorSelection.range(from - mark.length, to - mark.length),
        }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + mark.length, to + mark.length),
      }
    })
    dispatch(state.update(change, { scrollIntoView: true, userEvent: 'input' }))
    return true
  }
}

/** Begins each selected line with a mark, or takes it away where all have it: `- `, `> `, `## `. `number`: 1., 2., … */
export function prefix(mark: string, number = false): StateCommand {
  return ({ state, dispatch }) => {
    const lines = new Map<number, string>()
    for (const { from, to } of state.selection.ranges)
      for (let at = state.doc.lineAt(from).number; at <= state.doc.lineAt(to).number; at++)
        lines.set(at, state.doc.line(at).text)
    const own = number ? /^\d+\. / : new RegExp(`^${mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
    const off = [...lines.values()].every((text) => own.test(text))
    let count = 0
    const changes = [...lines].map(([at, text]): ChangeSpec => {
      const { from } = state.doc.line(at)
      count++
      if (off) return { from, to: from + (own.exec(text)?.[0].length ?? 0) }
      return { from, insert: number ? `${count}. ` : mark }
    })
    dispatch(state.update({ changes, scrollIntoView: true, userEvent: 'input' }))
    return true
  }
}

/** Code within a line, or a fence around lines. */
export const code: StateCommand = (target) => {
  const { state, dispatch } = target
  const { from, to } = state.selection.main
  if (!state.sliceDoc(from, to).includes('\n')) return wrap('`')(target)
  const changes = [
    { from: state.doc.lineAt(from).from, insert: '```\n' },
    { from: state.doc.lineAt(to).to, insert: '\n```' },
  ]
  dispatch(state.update({ changes, userEvent: 'input' }))
  return true
}

/** Makes a link of what is selected, and selects where its address goes. */
export const link: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main
  const text = state.sliceDoc(from, to)
  const address = from + text.length + 3
  dispatch(
    state.update({
      changes: { from, to, insert: `[${text}](https://)` },
      selection: text === '' ? { anchor: from + 1 } : { anchor: address, head: address + 'https://'.length },
      userEvent: 'input',
    }),
  )
  return true
}
