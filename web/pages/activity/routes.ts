import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

/** What is shown of the log; in the address, so that it can be sent to somebody and survives a reload. */
export interface ActivityFilter {
  readonly actor?: string
  readonly operation?: string
}

export const activityRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'activity',
    validateSearch: ({ actor, operation }: Record<string, unknown>): ActivityFilter => ({
      ...(typeof actor === 'string' && actor !== '' ? { actor } : {}),
      ...(typeof operation === 'string' && operation !== '' ? { operation } : {}),
    }),
    component: lazyPage(() => import('./activity-page.tsx'), 'ActivityPage'),
  }),
] as const
