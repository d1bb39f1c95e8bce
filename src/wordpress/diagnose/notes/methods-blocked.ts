import type { NoteCheck } from '../check.ts'

export const methodsBlocked: NoteCheck = {
  code: 'methods_blocked',
  async look({ thorough, ask }) {
    const methods = thorough ? await ask.methods() : null
    if (methods === null || methods.blocked.length === 0) return null
    const names = methods.blocked.map(({ method, status }) => `${method} (${status})`).join(' and ')
    return methods.overridable
      ? `The server refuses ${names}: we send POST with X-HTTP-Method-Override instead.`
      : `The server refuses ${names}, and a POST in their place too: changing and deleting may fail. The host should allow all methods on /wp-json/.`
  },
}
