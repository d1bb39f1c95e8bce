import { HubError } from '../errors/hub-error.ts'
import { segment, type WebflowClient } from './client.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'

/** The types of the API's description; others pass through as they are, and nothing is written to them. */
type FieldType =
  | 'Color'
  | 'DateTime'
  | 'Email'
  | 'ExtFileRef'
  | 'File'
  | 'Image'
  | 'Link'
  | 'MultiImage'
  | 'MultiReference'
  | 'Number'
  | 'Option'
  | 'Phone'
  | 'PlainText'
  | 'Reference'
  | 'RichText'
  | 'Switch'
  | 'VideoLink'
  | (string & {})

export interface CollectionField {
  readonly id: string
  /** The key in an item's `fieldData`. */
  readonly slug: string
  readonly name: string
  readonly type: FieldType
  readonly isRequired: boolean
  readonly isEditable: boolean
  /** The collection that a reference points to; `null` for other types, and where the API does not tell. */
  readonly collectionId: string | null
  /** The choices of an `Option`. */
  readonly options: readonly { readonly id: string; readonly name: string }[]
}

export interface CollectionSummary {
  readonly id: string
  readonly name: string
  readonly singularName: string
  readonly slug: string
}

export interface Collection extends CollectionSummary {
  readonly fields: readonly CollectionField[]
}

/** The collections of a site, without their fields. */
export async function listCollections(client: WebflowClient, siteId: string): Promise<CollectionSummary[]> {
  return listOf(fieldsOf(await client.get(`sites/${segment(siteId)}/collections`)).collections).map(readSummary)
}

export async function getCollection(client: WebflowClient, collectionId: string): Promise<Collection> {
  const answer = await client.get(`collections/${segment(collectionId)}`)
  return { ...readSummary(answer), fields: listOf(fieldsOf(answer).fields, 200).flatMap(readField) }
}

function readSummary(value: unknown): CollectionSummary {
  const { id, displayName, singularName, slug } = fieldsOf(value)
  if (typeof id !== 'string') throw new HubError('unexpected_answer', 'Webflow told of a collection without an id')
  const name = stringOf(displayName, 300) ?? id
  return { id, name, singularName: stringOf(singularName, 300) ?? name, slug: stringOf(slug, 300) ?? '' }
}

function readField(value: unknown): CollectionField[] {
  const field = fieldsOf(value)
  const slug = stringOf(field.slug, 300)
  if (slug === null) return []
  // Read under `validations`, and called `metadata` where a field is created.
  const more = { ...fieldsOf(field.metadata), ...fieldsOf(field.validations) }
  return [
    {
      id: stringOf(field.id, 100) ?? '',
      slug,
      name: stringOf(field.displayName, 300) ?? slug,
      type: stringOf(field.type, 100) ?? '',
      isRequired: field.isRequired === true,
      isEditable: field.isEditable !== false,
      collectionId: stringOf(more.collectionId, 100),
      options: listOf(more.options, 500).flatMap((entry) => {
        const { id, name } = fieldsOf(entry)
        return typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : []
      }),
    },
  ]
}
