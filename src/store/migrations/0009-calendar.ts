import type { Migration } from '../migrate.ts'

/** When publications are public, for the calendar; and a quick way from a connection to what it has. */
export const calendar: Migration = {
  name: '0009-calendar',
  sql: `
    alter table publications add column remote_date timestamptz;
    create index publications_calendar on publications (project_id, (coalesce(remote_date, wake_at)))
      where state in ('live', 'scheduled');
    create index publications_connection on publications (connection_id, state);
  `,
}
