import type { Migration } from '../migrate.ts'

/** What is sent to webhook endpoints, and how those are. */
export const deliveries: Migration = {
  name: '0006-deliveries',
  sql: `
    create table webhook_endpoints (
      connection_id text primary key references connections on delete cascade,
      events text[] not null default '{}',
      cursor bigint not null default 0,
      failing_since timestamptz,
      held_until timestamptz
    );
    create index webhook_endpoints_events on webhook_endpoints (connection_id) where events <> '{}';

    create table deliveries (
      id text primary key,
      seq bigint not null generated always as identity,
      connection_id text not null references connections on delete cascade,
      message_id text not null,
      type text not null,
      version integer not null,
      subject text,
      publication_id text,
      wanted_hash text,
      taken_up boolean not null default false,
      body text not null,
      state text not null default 'waiting',
      attempts integer not null default 0,
      log jsonb not null default '[]',
      next_at timestamptz not null,
      epoch integer not null default 0,
      lease_until timestamptz,
      created_by text not null,
      created_at timestamptz not null,
      finished_at timestamptz
    );
    create unique index deliveries_message on deliveries (connection_id, message_id);
    create index deliveries_list on deliveries (connection_id, seq);
    create index deliveries_due on deliveries (next_at, connection_id) where finished_at is null;
    create index deliveries_order on deliveries (connection_id, subject, seq) where finished_at is null;
    create index deliveries_publication on deliveries (publication_id, seq) where publication_id is not null;
    create index deliveries_finished on deliveries (finished_at) where finished_at is not null;
  `,
}
