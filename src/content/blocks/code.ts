import { classesOf, contentOf, type Element, isElement, textOf } from '../html/node.ts'
import { escapeText } from '../html/serialize.ts'
import { block, type Json } from './block.ts'
import type { BlockKind } from './build.ts'
import { supportOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const code: BlockKind = {
  name: 'code',
  tags: ['pre'],
  build(element) {
    const [only, ...more] = contentOf(element)
    if (only === undefined || more.length > 0 || !isElement(only, 'code')) return null
    const support = supportOf(element)
    const language = languageOf(only) ?? languageOf(element)
    // The editor drops classes of <code>; highlighters find the language on <pre> as well.
    const own = [...(language === null ? [] : [`language-${language}`]), ...support.classes]
    const attributes: Record<string, Json> = { ...support.attributes }
    if (own.length > 0) attributes.className = own.join(' ')
    const tag = openTag('pre', { id: support.id, class: classList('wp-block-code', ...own) })
    return [block('code', attributes, `${tag}<code>${escapeCode(textOf(only))}</code></pre>`)]
  },
}

function languageOf(element: Element): string | null {
  const name = classesOf(element).find((entry) => /^lang(?:uage)?-./.test(entry))
  const language = name?.replace(/^lang(?:uage)?-/, '') ?? null
  return language !== null && /^[\w+#.-]{1,40}$/.test(language) ? language : null
}

/** In each space all signs are missing behind which a line begins: with one of them, a long run of it takes quadratic time. */
const loneAddress = /^([^\S\n\r\u2028\u2029]*https?:)\/\/([^\s<>"]+[^\S\n\r\u2028\u2029]*)$/m

/** As the block's own `save`: no shortcode and no address in code comes alive. */
function escapeCode(text: string): string {
  return escapeText(text.replace(/\n$/, '')).replaceAll('[', '&#91;').replace(loneAddress, '$1&#47;&#47;$2')
}
