import type { Migration } from '../migrate.ts'

/** Pausing and cancelling publications. */
export const holds: Migration = {
  name: '0005-holds',
  sql: `
    alter table publications add column hold text;
    alter table publications add column previous jsonb;
    alter table publications add column begun boolean not null default false;
  `,
}
