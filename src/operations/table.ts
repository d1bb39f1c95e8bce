import { actions } from './actions.ts'
import { articles } from './articles.ts'
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { connectors } from './connectors.ts'
import { deliveries } from './deliveries.ts'
import { diagnoses } from './diagnoses.ts'
import { events } from './events.ts'
import { fleet } from './fleet.ts'
import { instance } from './instance.ts'
import { keys } from './keys.ts'
import { lookups } from './lookups.ts'
import { mappings } from './mappings.ts'
import { me } from './me.ts'
import { members } from './members.ts'
import { projects } from './projects.ts'
import { publications } from './publications.ts'
import { safekeeping } from './safekeeping.ts'
import { sites } from './sites.ts'
import { triggers } from './triggers.ts'
import { users } from './users.ts'
import { webhooks } from './webhooks.ts'

/** Everything that the hub offers, defined once. The faces (HTTP API, web, command line, MCP) only call it. */
export const operations = {
  actions,
  articles,
  audit,
  connections,
  connectors,
  deliveries,
  diagnoses,
  events,
  fleet,
  instance,
  keys,
  lookups,
  mappings,
  me,
  members,
  projects,
  publications,
  safekeeping,
  sites,
  triggers,
  users,
  webhooks,
}

export type Operations = typeof operations
