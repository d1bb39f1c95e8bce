import { statusOf, textOf } from '../../answer.ts'
import type { Check } from '../check.ts'

const marks = /\/wp-content\/plugins\/(hostinger-(?:ai-assistant|easy-onboarding))\//

/** Reported by the help pages of a publishing platform; not verified. */
export const hostinger404: Check = {
  code: 'hostinger_404',
  layer: 'host',
  title: 'A plugin of Hostinger hides the REST API',
  look({ discovery }) {
    const { best, root } = discovery
    if (root !== null || best.page?.wordpress !== true) return null
    if (best.probes.length === 0 || !best.probes.every(({ answer }) => statusOf(answer) === 404)) return null
    const plugin = marks.exec(textOf(best.home))?.[1]
    if (plugin === undefined) return null
    return {
      verdict: 'refused',
      confidence: 0.6,
      cause: `Every address of the REST API answers 404, and the plugin ${plugin} is active on the site. Others report that it does this.`,
      fix: 'In WordPress → Plugins: deactivate "Hostinger AI" and "Hostinger Easy Onboarding", then check again.',
    }
  },
}
