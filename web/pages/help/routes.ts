import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { shellRoute } from '../../shell/routes.ts'

export const helpRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'help',
    validateSearch: ({ q }: Record<string, unknown>): { q?: string } => (typeof q === 'string' ? { q } : {}),
    component: lazyPage(() => import('./help-page.tsx'), 'HelpPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: 'help/$page',
    component: lazyPage(() => import('./topic-page.tsx'), 'TopicPage'),
  }),
] as const
