import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute, shellRoute } from '../../shell/routes.ts'

/** What is shown of the log; in the address, so that it can be sent to somebody and survives a reload. */
export interface ActivityFilter {
  readonly actor?: string
  readonly operation?: string
}

const readFilter = ({ actor, operation }: Record<string, unknown>): ActivityFilter => ({
  ...(typeof actor === 'string' && actor !== '' ? { actor } : {}),
  ...(typeof operation === 'string' && operation !== '' ? { operation } : {}),
})

export const activityRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'activity',
    validateSearch: readFilter,
    component: lazyPage(() => import('./activity-page.tsx'), 'ActivityPage'),
  }),
] as const

/** Outside every project. */
export const hubActivityRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'instance/activity',
    validateSearch: readFilter,
    component: lazyPage(() => import('./hub-activity-page.tsx'), 'HubActivityPage'),
  }),
] as const
