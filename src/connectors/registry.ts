import { HubError } from '../errors/hub-error.ts'
import type { ConnectionMethod } from './connection-method.ts'
import type { Connector } from './connector.ts'
import { webflow } from './webflow.ts'
import { webhook } from './webhook.ts'
import { wordpress } from './wordpress.ts'

/** Every kind of connection there is. */
const connectors: Readonly<Record<string, Connector>> = { wordpress, webflow, webhook }

/** In the order in which they are offered. */
export function listConnectors(): readonly Connector[] {
  return Object.values(connectors)
}

/** Throws `bad_input` for a kind that is not there. */
export function connectorOf(kind: string): Connector {
  const connector = Object.hasOwn(connectors, kind) ? connectors[kind] : undefined
  if (connector !== undefined) return connector
  throw new HubError('bad_input', `There is no kind of connection "${kind.slice(0, 50)}"`, {
    fix: `Use one of: ${Object.keys(connectors).join(', ')}.`,
  })
}

/** Throws `bad_input` for a method that the connector does not have. */
export function methodOf(connector: Connector, name: string): ConnectionMethod {
  const method = Object.hasOwn(connector.connections, name) ? connector.connections[name] : undefined
  if (method !== undefined) return method
  throw new HubError('bad_input', `${connector.title} cannot be connected by "${name.slice(0, 50)}"`, {
    fix: `Use one of: ${Object.keys(connector.connections).join(', ')}.`,
  })
}
