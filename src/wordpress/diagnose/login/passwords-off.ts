import { statusOf } from '../../answer.ts'
import type { Check, Finding } from '../check.ts'
import type { Evidence } from '../evidence.ts'

/**
 * Whether application passwords are switched off for the whole site and that is what stopped us. An open index says it by
 * offering none; a closed one does not, so there the route of the passwords is asked (501).
 */
export async function arePasswordsOff(evidence: Evidence): Promise<boolean> {
  const { discovery, login, verification } = evidence
  if (discovery.root === null || verification?.user || verification?.otherUser) return false
  if (login !== null && login.kind !== 'application-password') return false
  if (evidence.decisive.some(({ envelope }) => envelope?.code === 'application_passwords_disabled')) return true
  if (discovery.index !== null) return discovery.index.authorizationUrl === null
  const status = verification === null ? 401 : statusOf(verification.answer)
  if (status !== 401 && status !== 403) return false
  const route = await evidence.ask.passwordsRoute()
  return route?.envelope?.code === 'application_passwords_disabled'
}

interface Switch extends Pick<Check, 'code' | 'title'> {
  /** The REST namespace of the plugin. */
  readonly namespace: RegExp
  readonly plugin: string
  readonly fix: string
}

/** A plugin that is known to switch application passwords off, seen by its namespace. */
export function switchedOffBy({ namespace, plugin, fix, ...check }: Switch): Check {
  return {
    ...check,
    layer: 'login',
    async look(evidence): Promise<Finding | null> {
      if (!(await arePasswordsOff(evidence))) return null
      const seen = evidence.discovery.index?.namespaces.find((name) => namespace.test(name))
      if (seen === undefined) return null
      return {
        verdict: 'refused',
        confidence: 0.85,
        cause: `The site offers no application passwords, and ${plugin} is active (${seen.slice(0, 60)}), which can switch them off.`,
        fix,
      }
    },
  }
}

const plugins = [/^wordfence\//, /^hostinger-tools-plugin\//, /^fluent-auth/]

/** Whether a plugin with a class of its own is there. */
export function hasKnownSwitch({ discovery }: Evidence): boolean {
  return discovery.index?.namespaces.some((name) => plugins.some((plugin) => plugin.test(name))) ?? false
}
