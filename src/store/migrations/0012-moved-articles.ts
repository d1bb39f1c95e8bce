import type { Migration } from '../migrate.ts'

/** Articles whose files move, and others that come to their former places: whose post is which. */
export const movedArticles: Migration = {
  name: '0012-moved-articles',
  sql: `
    alter table articles add column mark_identity text;
    create index articles_mark_identity on articles (project_id, mark_identity) where mark_identity is not null;
    alter table site_marks add column print text;
    create index site_marks_print on site_marks (connection_id, print) where print is not null;
  `,
}
