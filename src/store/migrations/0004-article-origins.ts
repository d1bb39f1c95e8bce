import type { Migration } from '../migrate.ts'

/** Where each version of an article came from, so that an unchanged file does not undo what people edited here. */
export const articleOrigins: Migration = {
  name: '0004-article-origins',
  sql: `
    alter table article_versions add column via text not null default 'file';
    create index articles_title on articles (project_id, lower(title), id);
  `,
}
