import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { shellRoute } from '../../shell/routes.ts'

export const accountRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'account',
    component: lazyPage(() => import('./account-page.tsx'), 'AccountPage'),
  }),
] as const
