import type { Migration } from '../migrate.ts'

/** Where files lie whose folder is known by its name alone. */
export const articlePlaces: Migration = {
  name: '0013-article-places',
  sql: `
    alter table articles add column place text;
    create index articles_place on articles (project_id, place) where place is not null;
  `,
}
