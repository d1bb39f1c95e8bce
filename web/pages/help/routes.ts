import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/routes.ts'

export const helpRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'help',
    validateSearch: ({ q }: Record<string, unknown>): { q?: string } => (typeof q === 'string' ? { q } : {}),
    component: lazyRouteComponent(() => import('./help-page.tsx'), 'HelpPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'help/$page',
    component: lazyRouteComponent(() => import('./topic-page.tsx'), 'TopicPage'),
  }),
] as const
