import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

/** The month is in the address: `2026-11`. */
export interface CalendarSearch {
  readonly month?: string
  readonly site?: string
}

export const calendarRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'calendar',
    validateSearch: ({ month, site }: Record<string, unknown>): CalendarSearch => ({
      ...(typeof month === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ? { month } : {}),
      ...(typeof site === 'string' && site !== '' ? { site: site.slice(0, 100) } : {}),
    }),
    component: lazyPage(() => import('./calendar-page.tsx'), 'CalendarPage'),
  }),
] as const
