import { contentResources } from './content.ts'
import { designResources } from './design.ts'
import { mediaResource } from './media.ts'
import { peopleResources } from './people.ts'
import type { Resource } from './resource.ts'
import { structureResources } from './structure.ts'
import { termResources } from './terms.ts'
import { toolResources } from './tools.ts'

/** Every resource of WordPress's REST API that actions are made of. */
export const resources: Readonly<Record<string, Resource>> = {
  ...contentResources,
  media: mediaResource,
  ...termResources,
  ...peopleResources,
  ...structureResources,
  ...designResources,
  ...toolResources,
}
