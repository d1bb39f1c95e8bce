import { stringify } from 'yaml'
import type { Article } from './article.ts'

/** An article as the text of a file: front matter with what it says, then its body. `parseArticle` reads it back. */
export function writeArticleFile(article: Article): string {
  const { body, extra, terms, seo, date, postType, fields, ...rest } = article
  const said = {
    ...rest,
    date: date === null ? null : date.kind === 'instant' ? date.utc : date.local,
    type: postType,
    ...terms,
    seo: dropUnsaid(seo),
    fields,
    ...extra,
  }
  return `---\n${stringify(dropUnsaid(said), { lineWidth: 0 })}---\n${body.text}`
}

/** Without what means "not said": null, and maps and lists of nothing. An empty list of terms says that there are none. */
function dropUnsaid(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).filter(([key, value]) => {
      if (value === null) return false
      if (Array.isArray(value)) return value.length > 0 || key === 'categories' || key === 'tags'
      return typeof value !== 'object' || Object.keys(value).length > 0
    }),
  )
}
