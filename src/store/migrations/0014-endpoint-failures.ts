import type { Migration } from '../migrate.ts'

/** When an endpoint failed last: two failures far apart, with nothing tried in between, are no long failure. */
export const endpointFailures: Migration = {
  name: '0014-endpoint-failures',
  sql: `
    alter table webhook_endpoints add column last_failure_at timestamptz;
  `,
}
