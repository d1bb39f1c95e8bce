import { createRouter } from '@tanstack/react-router'
import { accountRoutes } from './pages/account/routes.ts'
import { activityRoutes, hubActivityRoutes } from './pages/activity/routes.ts'
import { articlesRoutes } from './pages/articles/routes.ts'
import { calendarRoutes } from './pages/calendar/routes.ts'
import { connectionsRoutes } from './pages/connections/routes.ts'
import { fleetRoutes } from './pages/fleet/routes.ts'
import { helpRoutes } from './pages/help/routes.ts'
import { instanceRoutes } from './pages/instance/routes.ts'
import { publishRoutes } from './pages/publish/routes.ts'
import { settingsRoutes } from './pages/settings/routes.ts'
import { startRoutes } from './pages/start/routes.ts'
import { noteGoing, noteNavigation } from './shared/navigation.ts'
import { PageSkeleton } from './shared/skeletons.tsx'
import { BrokenPage } from './shell/broken-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { homeRoute, nowhereRoute, projectRoute, rootRoute, shellRoute } from './shell/routes.ts'

// Each area has a list of its own in `pages/<area>/routes.ts`; this is where they come together.
const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([
    homeRoute,
    nowhereRoute,
    ...accountRoutes,
    ...fleetRoutes,
    ...helpRoutes,
    ...hubActivityRoutes,
    ...instanceRoutes,
    projectRoute.addChildren([
      ...activityRoutes,
      ...articlesRoutes,
      ...calendarRoutes,
      ...connectionsRoutes,
      ...publishRoutes,
      ...settingsRoutes,
      ...startRoutes,
    ]),
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
  // Another article, connection or project is another page: nothing that was typed on the one stays on the other.
  defaultRemountDeps: ({ params }) => params,
})

router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
  if (pathChanged && fromLocation !== undefined) noteNavigation()
})

router.subscribe('onBeforeLoad', () => noteGoing(true))
router.subscribe('onResolved', () => noteGoing(false))

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
