import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/routes.ts'

export const instanceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'instance',
    component: lazyRouteComponent(() => import('./instance-page.tsx'), 'InstancePage'),
  }),
] as const
