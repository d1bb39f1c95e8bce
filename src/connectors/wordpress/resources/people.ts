import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { OpenWordPress } from '../open-site.ts'
import { author, dateGmt, id, ids, meta, order, search, short, slug, text } from './fields.ts'
import { byUnique, byWords } from './keys.ts'
import { authorOf } from './resolve-names.ts'
import type { Input, Resource, Shape } from './resource.ts'

const user: Shape = {
  name: short.optional().describe('As it is shown'),
  first_name: short.optional(),
  last_name: short.optional(),
  url: z.string().max(2048).optional(),
  description: z.string().max(100_000).optional(),
  nickname: short.optional(),
  slug: z.string().max(200).optional(),
  roles: z.array(slug).max(50).optional(),
  locale: z.string().max(50).optional(),
  meta,
}
const email = z.email().max(320)
const password = z.string().min(1).max(4096)
const comment: Shape = {
  content: text.optional(),
  status: z.enum(['approve', 'approved', 'hold', 'spam', 'trash']).optional(),
  author,
  author_name: short.optional(),
  author_email: z.string().max(320).optional(),
  author_url: z.string().max(2048).optional(),
  date_gmt: dateGmt,
  meta,
}
const withAuthor = async (site: OpenWordPress, input: Input): Promise<Input> =>
  typeof input.author === 'string' ? { ...input, author: await authorOf(site, input.author) } : input
const whose = {
  user: z
    .union([id, z.literal('me')])
    .default('me')
    .describe('Whose')
    .meta({ lookup: 'users' }),
}
const passwords = '/wp/v2/users/{user}/application-passwords'

export const peopleResources: Readonly<Record<string, Resource>> = {
  users: {
    one: 'a user',
    many: 'users',
    route: '/wp/v2/users',
    id: id.meta({ lookup: 'users' }),
    list: {
      paging: 'id',
      fields: 'id,username,name,slug,email,roles,registered_date,link',
      filters: { search, order, roles: z.array(slug).max(50).optional(), include: ids },
    },
    get: true,
    create: {
      description: 'Without a password they get one that nobody knows, and set their own by "Lost your password?".',
      fields: { username: z.string().min(1).max(60), email, password: password.optional(), ...user },
      keyed: byUnique('username', { template: '/wp/v2/users' }),
    },
    update: { fields: { email: email.optional(), password: password.optional(), ...user } },
    delete: {
      force: 'always',
      fields: {
        reassign: z
          .number()
          .int()
          .min(0)
          .describe('Who gets their posts; 0 deletes those too')
          .meta({ lookup: 'users' }),
      },
      undo: { reassign: 0 },
    },
    prepare: async (_site, input) =>
      'username' in input && input.password === undefined
        ? { ...input, password: randomBytes(24).toString('base64url') }
        : input,
    silent: ['password'],
    calls: {
      me: {
        title: 'Get the user of this connection',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/users/me',
        input: {},
      },
      updateMe: {
        title: 'Change the user of this connection',
        effect: 'idempotent',
        method: 'POST',
        route: '/wp/v2/users/me',
        input: { email: email.optional(), ...user },
      },
    },
  },
  'application-passwords': {
    one: 'an application password',
    many: 'application passwords',
    route: passwords,
    within: whose,
    id: z.uuid(),
    list: { paging: 'none', fields: 'uuid,app_id,name,created,last_used,last_ip' },
    get: true,
    update: { fields: { name: short } },
    delete: { force: 'none', title: 'Revoke an application password' },
    calls: {
      current: {
        title: 'Get the application password in use',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/users/{user}/application-passwords/introspect',
        input: whose,
      },
    },
  },
  comments: {
    one: 'a comment',
    many: 'comments',
    route: '/wp/v2/comments',
    id,
    list: {
      paging: 'id',
      fields: 'id,post,parent,author,author_name,date_gmt,content,status,type,link',
      filters: {
        search,
        order,
        post: ids.meta({ lookup: 'posts' }),
        status: slug.optional().describe('all, approve, hold, spam or trash; approved ones where nothing is said'),
        parent: ids,
      },
    },
    get: true,
    create: {
      fields: {
        post: id.describe('The post').meta({ lookup: 'posts' }),
        parent: z.number().int().min(0).optional().describe('The comment that it answers'),
        ...comment,
        content: text.min(1),
      },
      keyed: byWords,
    },
    update: { fields: comment },
    delete: { force: 'choice' },
    prepare: withAuthor,
    silent: ['date', 'status'],
  },
}
