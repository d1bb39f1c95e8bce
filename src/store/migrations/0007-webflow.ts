import type { Migration } from '../migrate.ts'

/** What publishing to Webflow takes: files whose ids are texts, slugs that are ours, and what we publish at its time. */
export const webflow: Migration = {
  name: '0007-webflow',
  sql: `
    alter table site_assets add column remote_ref text;
    alter table publications add column wake_at timestamptz;
    create index publications_wake_at on publications (connection_id, wake_at) where wake_at is not null;
    create table remote_slugs (
      project_id text not null references projects on delete cascade,
      site_key text not null,
      type text not null,
      slug text not null,
      publication_id text not null references publications on delete cascade,
      primary key (project_id, site_key, type, slug)
    );
    create index remote_slugs_publication on remote_slugs (publication_id);
  `,
}
