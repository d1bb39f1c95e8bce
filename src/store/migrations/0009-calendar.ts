import type { Migration } from '../migrate.ts'

/** When publications are public, for the calendar; and quick ways from a connection to what it has, and to changes of health. */
export const calendar: Migration = {
  name: '0009-calendar',
  sql: `
    alter table publications add column remote_date timestamptz;
    create index publications_calendar on publications (project_id, (coalesce(remote_date, wake_at)))
      where state in ('live', 'scheduled');
    create index publications_connection on publications (connection_id, state);
    create index events_health on events (id) where type = 'connection.changed';
  `,
}
