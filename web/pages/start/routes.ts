import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

export const startRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/',
    component: lazyPage(() => import('./start-page.tsx'), 'StartPage'),
  }),
] as const
