import { createHash } from 'node:crypto'

/** A collection as the API tells of it. */
export interface ServedCollection {
  readonly id: string
  readonly displayName: string
  readonly singularName: string
  readonly slug: string
  readonly fields: readonly ServedField[]
}

export interface ServedField {
  readonly id: string
  readonly slug: string
  readonly displayName: string
  readonly type: string
  readonly isRequired: boolean
  readonly isEditable: boolean
  readonly validations?: Readonly<Record<string, unknown>>
}

/** An id as Webflow's are: 24 hexadecimal digits. */
export function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 24)
}

function field(collection: string, slug: string, type: string, more: object = {}): ServedField {
  const displayName = slug.replace(/-/g, ' ').replace(/^\w/, (letter) => letter.toUpperCase())
  return { id: idOf(`${collection}.${slug}`), slug, displayName, type, isRequired: false, isEditable: true, ...more }
}

function collection(name: string, singularName: string, fields: (own: string) => ServedField[]): ServedCollection {
  const own = idOf(name)
  const slug = name.toLowerCase().replace(/\s+/g, '-')
  const basic = [
    field(own, 'name', 'PlainText', { isRequired: true }),
    field(own, 'slug', 'PlainText', { isRequired: true }),
  ]
  return { id: own, displayName: name, singularName, slug, fields: [...basic, ...fields(own)] }
}

export const categories = collection('Categories', 'Category', () => [])
export const tags = collection('Tags', 'Tag', () => [])
export const authors = collection('Authors', 'Author', (own) => [
  field(own, 'picture', 'Image'),
  field(own, 'bio', 'PlainText'),
])

/** The fields of Webflow's own blog template, and one of each other type. */
export const posts = collection('Blog Posts', 'Blog Post', (own) => [
  field(own, 'post-body', 'RichText', { isRequired: true }),
  field(own, 'post-summary', 'PlainText', { validations: { singleLine: false, maxLength: 300 } }),
  field(own, 'main-image', 'Image'),
  field(own, 'thumbnail-image', 'Image'),
  field(own, 'gallery', 'MultiImage'),
  field(own, 'featured', 'Switch'),
  field(own, 'color', 'Color'),
  field(own, 'minutes', 'Number'),
  field(own, 'published-on', 'DateTime'),
  field(own, 'source', 'Link'),
  field(own, 'level', 'Option', {
    validations: { options: ['Easy', 'Hard'].map((name) => ({ id: idOf(name), name })) },
  }),
  field(own, 'author', 'Reference', { validations: { collectionId: authors.id } }),
  field(own, 'categories', 'MultiReference', { validations: { collectionId: categories.id } }),
  field(own, 'tags', 'MultiReference', { validations: { collectionId: tags.id } }),
  field(own, 'meta-title', 'PlainText'),
  field(own, 'seo-description', 'PlainText'),
])

type Check = (value: unknown, field: ServedField) => string | null
type PlainCheck = (value: unknown) => string | null

const isText: PlainCheck = (value) => (typeof value === 'string' ? null : 'Expected value to be a string')
const isImage: PlainCheck = (value) =>
  typeof value === 'object' && value !== null && ('url' in value || 'fileId' in value) ? null : 'Expected an image'
const isId: PlainCheck = (value) =>
  typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? null : 'Expected a reference'

const checks: Readonly<Record<string, Check>> = {
  PlainText(value, { validations }) {
    const most = validations?.maxLength
    if (typeof value === 'string' && typeof most === 'number' && value.length > most)
      return `Should be at most ${most} characters`
    return isText(value)
  },
  RichText: isText,
  Link: isText,
  Color: isText,
  Image: isImage,
  MultiImage: (value) =>
    Array.isArray(value) && value.every((one) => isImage(one) === null) ? null : 'Expected images',
  Switch: (value) => (typeof value === 'boolean' ? null : 'Expected value to be a boolean'),
  Number: (value) => (typeof value === 'number' ? null : 'Expected value to be a number'),
  DateTime: (value) => (Number.isNaN(Date.parse(String(value))) ? 'Expected a date' : null),
  Option: (value, { validations }) =>
    ((validations?.options ?? []) as { id: string }[]).some(({ id }) => id === value) ? null : 'Option not found',
  Reference: isId,
  MultiReference: (value) =>
    Array.isArray(value) && value.every((one) => isId(one) === null) ? null : 'Expected references',
}

/** What Webflow would put into `details`, in the form that public reports show. */
export function problemsOf(
  { fields }: ServedCollection,
  fieldData: Readonly<Record<string, unknown>>,
  partial: boolean,
): { param: string; description: string }[] {
  const unknown = Object.keys(fieldData).filter((slug) => !fields.some((known) => known.slug === slug))
  const wrong = fields.flatMap((known) => {
    const value = fieldData[known.slug]
    if (value === undefined || value === null || value === '') {
      // A slug is made from the name where none is sent.
      const missing = known.isRequired && known.slug !== 'slug' && (!partial || known.slug in fieldData)
      return missing ? [{ param: known.slug, description: 'Field is required' }] : []
    }
    const description = checks[known.type]?.(value, known) ?? null
    return description === null ? [] : [{ param: known.slug, description }]
  })
  return [...unknown.map((param) => ({ param, description: 'Field not described in schema: undefined' })), ...wrong]
}
