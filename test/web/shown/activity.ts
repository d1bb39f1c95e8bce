import type { ShownPage } from '../shown-page.ts'

export const activityPages: readonly ShownPage[] = [
  { name: 'activity', prepare: (desk) => desk.at('activity') },
  { name: 'not-found', prepare: () => '/no/such/page' },
]
