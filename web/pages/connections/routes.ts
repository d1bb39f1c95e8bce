import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

/** Filters are in the address, so that a view can be sent to somebody and comes back with the browser's button. */
export interface ConnectionsSearch {
  readonly search?: string
  readonly group?: string
  readonly verdict?: string
  readonly kind?: string
}

const names = ['search', 'group', 'verdict', 'kind'] as const

export const connectionsRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections',
    validateSearch: (given: Record<string, unknown>): ConnectionsSearch =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = given[name]
          return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)]] : []
        }),
      ),
    component: lazyPage(() => import('./connections-page.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections/new',
    component: lazyPage(() => import('./connect-page.tsx'), 'ConnectPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections/import',
    component: lazyPage(() => import('./import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections/$connection',
    component: lazyPage(() => import('./connection-page.tsx'), 'ConnectionPage'),
  }),
] as const
