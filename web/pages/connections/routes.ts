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

/** What is looked for, and what is open: a form can be sent to somebody. */
export interface ActionsSearch {
  readonly search?: string
  readonly action?: string
}

/** Texts of these names; what else an address says is nothing. */
function textsOf(names: readonly string[]) {
  return (given: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = given[name]
        return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)]] : []
      }),
    )
}

/** The connection that was just made: its name is asked for. */
interface ConnectSearch {
  readonly made?: string
}

const madeOf = textsOf(['made'])
const filtersOf = textsOf(['search', 'group', 'verdict', 'kind'])
const placeOf = textsOf(['search', 'action'])

export const connectionsRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections',
    validateSearch: (given: Record<string, unknown>): ConnectionsSearch => filtersOf(given),
    component: lazyPage(() => import('./connections-page.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections/new',
    validateSearch: (given: Record<string, unknown>): ConnectSearch => madeOf(given),
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
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'connections/$connection/actions',
    validateSearch: (given: Record<string, unknown>): ActionsSearch => placeOf(given),
    component: lazyPage(() => import('./actions/actions-page.tsx'), 'ActionsPage'),
  }),
] as const
