import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { shellRoute } from '../../shell/routes.ts'

export const instanceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'instance',
    component: lazyPage(() => import('./instance-page.tsx'), 'InstancePage'),
  }),
] as const
