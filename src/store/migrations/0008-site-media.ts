import type { Migration } from '../migrate.ts'

/** Images that were seen on a site when its posts were imported, so that they keep their ids when those go back. */
export const siteMedia: Migration = {
  name: '0008-site-media',
  sql: `
    create table site_media (
      project_id text not null references projects on delete cascade,
      site_key text not null,
      url text not null,
      remote_id bigint not null,
      size text,
      primary key (project_id, site_key, url)
    );
  `,
}
