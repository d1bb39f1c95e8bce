import type { Migration } from '../migrate.ts'

/** Which posts of a site carry marks of ours, as it was looked through before anything new goes there. */
export const siteMarks: Migration = {
  name: '0011-site-marks',
  sql: `
    create table site_looks (
      connection_id text not null references connections on delete cascade,
      type text not null,
      at timestamptz not null default now(),
      primary key (connection_id, type)
    );
    create table site_marks (
      connection_id text not null references connections on delete cascade,
      mark text not null,
      type text not null,
      remote_id bigint not null,
      primary key (connection_id, mark)
    );
    create index site_assets_remote on site_assets (project_id, site_key, remote_id) where remote_id is not null;
  `,
}
