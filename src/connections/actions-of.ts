import { nearest } from '../config/nearest.ts'
import type { Action } from '../connectors/action.ts'
import type { Connector } from '../connectors/connector.ts'
import type { Lookup } from '../connectors/lookup.ts'
import type { Trigger } from '../connectors/trigger.ts'
import { HubError } from '../errors/hub-error.ts'

/** All three throw `not_found` that says what was probably meant. */
export function actionOf<Site>(connector: Connector<unknown, unknown, Site>, name: string): Action<Site> {
  return pick(connector.actions, name, `${connector.title} has no action`)
}

export function lookupOf<Site>(connector: Connector<unknown, unknown, Site>, name: string): Lookup<Site> {
  return pick(connector.lookups, name, `${connector.title} has no look-up`)
}

export function triggerOf<Site>(connector: Connector<unknown, unknown, Site>, name: string): Trigger<Site> {
  return pick(connector.triggers, name, `${connector.title} has no trigger`)
}

function pick<T>(all: Readonly<Record<string, T>>, name: string, sentence: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (found !== undefined) return found
  const near = nearest(name, Object.keys(all))
  throw new HubError('not_found', `${sentence} "${name.slice(0, 100)}"`, {
    fix: near === null ? 'List what there is.' : `Did you mean ${near}?`,
  })
}
