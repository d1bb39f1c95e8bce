import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'settings',
    component: lazyPage(() => import('./general-page.tsx'), 'GeneralPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'settings/publishing',
    component: lazyPage(() => import('./publishing-page.tsx'), 'PublishingPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'settings/members',
    component: lazyPage(() => import('./members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'settings/keys',
    component: lazyPage(() => import('./keys-page.tsx'), 'KeysPage'),
  }),
] as const
