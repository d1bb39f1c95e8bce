import { articles } from './articles.ts'
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { diagnoses } from './diagnoses.ts'
import { events } from './events.ts'
import { instance } from './instance.ts'
import { keys } from './keys.ts'
import { me } from './me.ts'
import { members } from './members.ts'
import { projects } from './projects.ts'
import { publications } from './publications.ts'
import { safekeeping } from './safekeeping.ts'
import { sites } from './sites.ts'
import { users } from './users.ts'

/** Everything that the hub offers, defined once. The faces (HTTP API, web, command line, MCP) only call it. */
export const operations = {
  articles,
  audit,
  connections,
  diagnoses,
  events,
  instance,
  keys,
  me,
  members,
  projects,
  publications,
  safekeeping,
  sites,
  users,
}

export type Operations = typeof operations
