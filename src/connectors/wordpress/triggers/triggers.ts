import type { Trigger } from '../../trigger.ts'
import type { OpenWordPress } from '../open-site.ts'
import { postsChanged } from './posts-changed.ts'
import { scanned } from './scan-changed.ts'

/** What a WordPress site can tell. */
export const wordpressTriggers: Readonly<Record<string, Trigger<OpenWordPress>>> = {
  'posts.changed': postsChanged as Trigger<OpenWordPress>,
  'comments.changed': scanned({
    title: 'A comment was made or changed',
    description: 'Of the newest 500, spam and trash left out: a comment that comes back from there is told anew.',
    resource: 'comments',
    asked: { status: 'all' },
    watched: 500,
    fields: ['post', 'parent', 'author', 'author_name', 'content', 'status', 'date_gmt', 'link'],
  }) as Trigger<OpenWordPress>,
  'users.changed': scanned({
    title: 'A user was made or changed',
    description: 'Of the newest 1,500. Who may not edit users sees the authors of published posts alone.',
    resource: 'users',
    asked: {},
    watched: 1500,
    fields: ['name', 'username', 'email', 'slug', 'roles', 'url', 'description', 'link'],
  }) as Trigger<OpenWordPress>,
}
