import type { Migration } from '../migrate.ts'

/** Projects, their members and connections, what was found out about them, events, audit, and the instance itself. */
export const hub: Migration = {
  name: '0001-hub',
  sql: `
    create table instance (
      name text primary key,
      value jsonb,
      sealed text,
      updated_at timestamptz not null default now()
    );

    create table projects (
      id text primary key,
      name text not null,
      settings jsonb not null default '{}',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create unique index projects_name on projects (lower(name));

    create table members (
      project_id text not null references projects on delete cascade,
      user_id text not null,
      role text not null,
      created_at timestamptz not null default now(),
      primary key (project_id, user_id)
    );
    create index members_user on members (user_id);

    create table connections (
      id text primary key,
      project_id text not null references projects on delete cascade,
      kind text not null,
      name text not null,
      url text not null,
      site_key text not null,
      groups text[] not null default '{}',
      method text not null,
      account text,
      sealed text,
      sealed_next text,
      rotation jsonb,
      state text not null default 'active',
      site jsonb not null default '{}',
      verdict text,
      code text,
      pending_verdict text,
      pending_code text,
      checked_at timestamptz,
      next_check_at timestamptz,
      expires_at timestamptz,
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      version integer not null default 1
    );
    create unique index connections_name on connections (project_id, lower(name));
    create index connections_project on connections (project_id, id);
    create index connections_site on connections (project_id, site_key);
    create index connections_groups on connections using gin (groups);
    create index connections_due on connections (next_check_at) where state = 'active';
    create index connections_rotation on connections (id) where rotation is not null;

    create table connection_caches (
      connection_id text not null references connections on delete cascade,
      name text not null,
      body jsonb not null,
      fetched_at timestamptz not null default now(),
      primary key (connection_id, name)
    );

    create table checks (
      id bigint generated always as identity primary key,
      connection_id text not null references connections on delete cascade,
      kind text not null,
      cause text not null,
      verdict text not null,
      code text not null,
      milliseconds integer not null,
      result jsonb not null default '{}',
      at timestamptz not null default now()
    );
    create index checks_connection on checks (connection_id, id);
    create index checks_at on checks (at);

    create table handshakes (
      id text primary key,
      project_id text not null references projects on delete cascade,
      kind text not null,
      secret_hash text not null,
      data jsonb not null default '{}',
      sealed text,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index handshakes_expires on handshakes (expires_at);

    create sequence event_seq;
    create table events (
      id bigint generated always as identity primary key,
      seq bigint,
      project_id text,
      type text not null,
      subject text,
      payload jsonb not null default '{}',
      at timestamptz not null default now()
    );
    create unique index events_seq on events (seq);
    create index events_unnumbered on events (id) where seq is null;
    create index events_project on events (project_id, seq);
    create index events_at on events (at);

    create table audit (
      id bigint generated always as identity primary key,
      project_id text,
      actor text not null,
      operation text not null,
      subject text,
      outcome text not null,
      request_id text,
      address text,
      detail jsonb not null default '{}',
      at timestamptz not null default now()
    );
    create index audit_project on audit (project_id, id);
    create index audit_at on audit (at);

    create table idempotency_keys (
      scope text not null,
      key text not null,
      request_hash text not null,
      state text not null,
      status integer,
      response jsonb,
      locked_until timestamptz not null,
      created_at timestamptz not null default now(),
      primary key (scope, key)
    );
    create index idempotency_keys_created on idempotency_keys (created_at);
  `,
}
