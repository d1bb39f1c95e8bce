import type { Migration } from '../migrate.ts'

/** For the calendar: what is there already and is being changed. Few at any time. */
export const changing: Migration = {
  name: '0010-changing',
  sql: `
    create index publications_changing on publications (project_id) where previous is not null;
  `,
}
