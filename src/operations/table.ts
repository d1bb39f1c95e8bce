import { sites } from './sites.ts'

/** Everything that the hub offers, defined once. The faces (HTTP API, web, command line, MCP) only call it. */
export const operations = { sites }

export type Operations = typeof operations
