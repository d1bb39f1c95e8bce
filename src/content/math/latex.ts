import temml from 'temml'
import { HubError } from '../../errors/hub-error.ts'
import { type ChildNode, findElement } from '../html/node.ts'
import { parseHtml } from '../html/parse.ts'

/** What is made of commands that Temml does not know; it would show them in this colour. */
const errorColor = '#badbad'
/** Definitions make much of little: 400 uses of one took 9 s and 16 MB. */
const definitions = /\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand)(?![a-z])/i

/**
 * What stands within `<math>` for a formula, LaTeX as annotation included, as the editor of WordPress 7.1 makes it: by the same
 * version of the same library. `error` says why there is none.
 */
export function latexToMathMl(
  latex: string,
  displayMode: boolean,
): { readonly nodes: readonly ChildNode[] } | { readonly error: string } {
  if (definitions.test(latex)) return { error: 'a formula may not define commands' }
  try {
    const written = temml.renderToString(latex, {
      displayMode,
      annotate: true,
      throwOnError: true,
      trust: false,
      maxExpand: 1000,
      maxSize: [100, 100],
      errorColor,
    })
    if (written.includes(errorColor)) return { error: 'it has a command that is not known' }
    const math = findElement(parseHtml(written), ({ tagName }) => tagName === 'math')
    return math === null ? { error: 'it is no formula' } : { nodes: math.childNodes }
  } catch (thrown) {
    // Temml's own words, a stack that was too deep for it, or a tree that is too deep for the editor.
    if (!(thrown instanceof Error) && !(thrown instanceof HubError)) return { error: 'it cannot be read' }
    return { error: thrown.message.replace(/ at (?:position|end of input)[\s\S]*$/, '').trim() }
  }
}
