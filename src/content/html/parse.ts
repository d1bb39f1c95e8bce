import { defaultTreeAdapter, html as names, parseFragment } from 'parse5'
import { HubError } from '../../errors/hub-error.ts'
import { limits, tooDeep } from '../limits.ts'
import type { ParentNode } from './node.ts'

/**
 * Parses HTML exactly as a browser would, which is what makes the blocks valid in the editor. Bounded while it is
 * parsed: the tree builder can nest without end and, with misnested formatting, multiply elements.
 * With `locations`, nodes know their offsets in the text.
 * Raises `bad_input` when it is too deep or too large.
 */
export function parseHtml(html: string, locations = false): ParentNode {
  let elements = 0
  let depth = 0
  // Within a <div>: without a context, parts of tables would stay that a browser drops outside of one.
  const context = defaultTreeAdapter.createElement('div', names.NS.HTML, [])
  return parseFragment(context, html, {
    scriptingEnabled: false,
    sourceCodeLocationInfo: locations,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(tagName, namespace, attributes) {
        elements += 1
        if (elements > limits.elements)
          throw new HubError('bad_input', `The content makes more than ${limits.elements} elements`)
        return defaultTreeAdapter.createElement(tagName, namespace, attributes)
      },
      onItemPush() {
        depth += 1
        if (depth > limits.depth) throw tooDeep()
      },
      onItemPop() {
        depth -= 1
      },
    },
  })
}
