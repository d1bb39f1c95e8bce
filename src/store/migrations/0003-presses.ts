import type { Migration } from '../migrate.ts'

/** What is published to kinds of connections whose ids are no numbers. */
export const presses: Migration = {
  name: '0003-presses',
  sql: `
    alter table publications add column remote_ref text;
    create unique index publications_remote_ref on publications (project_id, site_key, remote_ref)
      where remote_ref is not null;
  `,
}
