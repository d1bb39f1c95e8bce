import { createRootRoute, createRoute } from '@tanstack/react-router'
import { lazyPage } from '../shared/lazy-page.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { ProjectLayout } from './project-layout.tsx'
import { ShellLayout } from './shell-layout.tsx'

export const rootRoute = createRootRoute()

/** All pages within the frame: header, navigation, a login. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: ShellLayout })

/** The first page: goes on to the project that was open last. */
export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyPage(() => import('./home-page.tsx'), 'HomePage'),
})

/** All pages of one project; they know it by `useProject()`. */
export const projectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects/$project',
  component: ProjectLayout,
})

/** For addresses that lead nowhere, within the frame. */
export const nowhereRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFoundPage })
