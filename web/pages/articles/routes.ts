import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../shared/lazy-page.ts'
import { projectRoute } from '../../shell/routes.ts'

/** Filters are in the address, so that a view can be sent to somebody and comes back with the browser's button. */
export interface ArticlesSearch {
  readonly search?: string
  readonly state?: 'draft' | 'ready' | 'archived'
  readonly order?: 'updated' | 'created' | 'title'
}

const isOneOf = <const Name extends string>(names: readonly Name[], value: unknown): value is Name =>
  names.some((name) => name === value)

export const articlesRoutes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles',
    validateSearch: ({ search, state, order }: Record<string, unknown>): ArticlesSearch => ({
      ...(typeof search === 'string' && search !== '' ? { search: search.slice(0, 200) } : {}),
      ...(isOneOf(['draft', 'ready', 'archived'], state) ? { state } : {}),
      ...(isOneOf(['created', 'title'], order) ? { order } : {}),
    }),
    component: lazyPage(() => import('./articles-page.tsx'), 'ArticlesPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles/import',
    component: lazyPage(() => import('./import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles/new',
    component: lazyPage(() => import('./new-article-page.tsx'), 'NewArticlePage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles/$article',
    component: lazyPage(() => import('./editor-page.tsx'), 'EditorPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: 'articles/$article/versions',
    component: lazyPage(() => import('./versions-page.tsx'), 'VersionsPage'),
  }),
] as const
