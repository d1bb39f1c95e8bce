import type { PostFields } from '../../wordpress/posts.ts'
import type { Difference } from '../action.ts'
import { asFields, compareField, compareParts, compareStatus, sorted } from './compare-stored.ts'
import type { StoredPost } from './stored-post.ts'

/** What the site stored otherwise than it was sent, field by field; texts shortened around where they part. */
export function verifyPost(sent: PostFields, stored: StoredPost): Difference[] {
  const differences: Difference[] = []
  for (const [field, value] of Object.entries(sent)) {
    if (field === 'meta')
      for (const [name, part] of Object.entries(asFields(value)))
        compareField(`meta.${name}`, part, stored.meta[name], differences)
    else if (field === 'status') compareStatus(value, stored.status, differences)
    else if (field in stored.terms) compareField(field, sorted(value), sorted(stored.terms[field]), differences)
    else if (field in readers) compareField(field, value, readers[field]?.(stored), differences)
    else if (field in stored.extra) compareParts(field, value, stored.extra[field], differences)
    else if (!unanswered.has(field)) compareField(field, value, undefined, differences)
  }
  return differences
}

const readers: Readonly<Record<string, (post: StoredPost) => unknown>> = {
  title: ({ title }) => title,
  content: ({ content }) => content,
  excerpt: ({ excerpt }) => excerpt,
  slug: ({ slug }) => slug,
  author: ({ author }) => author,
  featured_media: ({ featuredMedia }) => featuredMedia,
  template: ({ template }) => template,
  date_gmt: ({ date }) => date,
}

/** Taken without being told back: asking for them would cost more than they are worth. */
const unanswered = new Set(['date', 'comment_status', 'ping_status', 'sticky', 'format', 'parent', 'menu_order'])
