import type { Migration } from '../migrate.ts'

/** Which fields of a post were sent, so that what an article has no longer can be taken away there, and nothing else is. */
export const sentFields: Migration = {
  name: '0015-sent-fields',
  sql: `
    alter table publications add column sent text[];
  `,
}
