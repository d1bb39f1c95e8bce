import type { Check } from '../check.ts'
import { arePasswordsOff, hasKnownSwitch } from './passwords-off.ts'

export const appPwOffUnknown: Check = {
  code: 'app_pw_off_unknown',
  layer: 'login',
  title: 'Application passwords are switched off on the site',
  async look(evidence) {
    if (!(await arePasswordsOff(evidence))) return null
    const { index } = evidence.discovery
    const others = index?.namespaces.filter(
      (name) => !/^(?:oembed|wp|wp-site-health|wp-block-editor|wp-abilities|batch)\b/.test(name),
    )
    const seen = others?.length ? ` Plugins that show: ${others.slice(0, 8).join(', ').slice(0, 200)}.` : ''
    return {
      verdict: 'refused',
      confidence: hasKnownSwitch(evidence) ? 0.3 : 0.45,
      cause: `The site offers no application passwords, and no plugin that is known for it shows.${seen}`,
      fix: 'Look for a setting "application passwords" in the security plugin: All-In-One Security (User Security or User Login → Additional settings → "Disable application password"), Patchstack, and others have one. If there is none, a filter in the theme or a must-use plugin does it: search the code for wp_is_application_passwords_available.',
      oneClick: false,
    }
  },
}
