import type { Migration } from '../migrate.ts'

/** Articles with their versions and images, and what became of them on which site. */
export const publishing: Migration = {
  name: '0002-publishing',
  sql: `
    create table articles (
      id text primary key,
      project_id text not null references projects on delete cascade,
      identity text not null,
      source text,
      path text,
      title text not null,
      state text not null default 'draft',
      version integer not null default 1,
      hash text not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create unique index articles_identity on articles (project_id, identity);
    create index articles_project on articles (project_id, id);
    create index articles_hash on articles (project_id, hash);

    create table article_versions (
      article_id text not null references articles on delete cascade,
      version integer not null,
      hash text not null,
      body jsonb not null,
      assets jsonb not null default '{}',
      created_by text not null,
      created_at timestamptz not null default now(),
      primary key (article_id, version)
    );

    create table assets (
      project_id text not null references projects on delete cascade,
      hash text not null,
      name text not null,
      type text not null,
      bytes bytea not null,
      created_at timestamptz not null default now(),
      primary key (project_id, hash)
    );
    alter table assets alter column bytes set storage external;

    create table site_assets (
      project_id text not null references projects on delete cascade,
      site_key text not null,
      hash text not null,
      state text not null default 'planned',
      remote_id bigint,
      url text,
      epoch integer not null default 0,
      lease_until timestamptz,
      sent_at timestamptz,
      deadline_at timestamptz,
      known_id bigint,
      empty_finds integer not null default 0,
      attempts integer not null default 0,
      next_at timestamptz not null default now(),
      error jsonb,
      updated_at timestamptz not null default now(),
      primary key (project_id, site_key, hash)
    );

    create table site_terms (
      project_id text not null references projects on delete cascade,
      site_key text not null,
      taxonomy text not null,
      path text not null,
      remote_id bigint not null,
      primary key (project_id, site_key, taxonomy, path)
    );

    create table publish_settings (
      connection_id text primary key references connections on delete cascade,
      options jsonb not null default '{}',
      refuses_blocks boolean not null default false,
      updated_at timestamptz not null default now()
    );

    create table publications (
      id text primary key,
      project_id text not null references projects on delete cascade,
      article_id text not null references articles on delete cascade,
      connection_id text not null references connections on delete cascade,
      site_key text not null,
      mark text not null,
      state text not null default 'planned',
      action text not null default 'publish',
      version integer not null,
      options jsonb not null default '{}',
      wanted_hash text not null,
      done_hash text,
      alone boolean not null default false,
      remote_type text,
      remote_id bigint,
      remote_url text,
      remote_status text,
      remote_modified text,
      remote_hash text,
      result text,
      receipt jsonb,
      error jsonb,
      requests integer not null default 0,
      attempts integer not null default 0,
      epoch integer not null default 0,
      worker text,
      lease_until timestamptz,
      request jsonb,
      sent_at timestamptz,
      deadline_at timestamptz,
      known_id bigint,
      empty_finds integer not null default 0,
      next_at timestamptz not null default now(),
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create unique index publications_article on publications (article_id, connection_id);
    create unique index publications_mark on publications (project_id, site_key, mark);
    create unique index publications_remote on publications (project_id, site_key, remote_id) where remote_id is not null;
    create index publications_due on publications (connection_id, next_at, id)
      where state in ('planned', 'sending', 'unknown');
    create index publications_project on publications (project_id, id);
  `,
}
