import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

/** Of publishing several articles at once. */
export interface PublishSearch {
  readonly articles?: readonly string[]
}

/** Filters of the board are in the address, so that a view can be sent to somebody. */
export interface BoardSearch {
  readonly search?: string
  readonly state?: string
  readonly connection?: string
  readonly article?: string
}

const filters = ['search', 'state', 'connection', 'article'] as const

export const publishRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles/$article/publish',
    component: lazyPage(() => import('./publish-page.tsx'), 'PublishArticlePage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'publish',
    validateSearch: ({ articles }: Record<string, unknown>): PublishSearch => ({
      articles: (Array.isArray(articles) ? articles : [articles])
        .filter((id): id is string => typeof id === 'string' && id !== '')
        .slice(0, 500),
    }),
    component: lazyPage(() => import('./publish-page.tsx'), 'PublishManyPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'board',
    validateSearch: (given: Record<string, unknown>): BoardSearch =>
      Object.fromEntries(
        filters.flatMap((name) => {
          const value = given[name]
          return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)]] : []
        }),
      ),
    component: lazyPage(() => import('./board-page.tsx'), 'BoardPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'publications/$publication',
    component: lazyPage(() => import('./publication-page.tsx'), 'PublicationPage'),
  }),
] as const
