import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { shellRoute } from '../../shell/routes.ts'

/** Filters are in the address, so that a view of the fleet can be sent to somebody. */
export interface FleetSearch {
  readonly search?: string
  readonly verdict?: string
  readonly version?: string
  readonly php?: string
  readonly code?: string
}

const names = ['search', 'verdict', 'version', 'php', 'code'] as const

export const fleetRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fleet',
    validateSearch: (given: Record<string, unknown>): FleetSearch =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = given[name]
          return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)]] : []
        }),
      ),
    component: lazyPage(() => import('./fleet-page.tsx'), 'FleetPage'),
  }),
] as const
