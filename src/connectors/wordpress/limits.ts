import { fields } from '../../wordpress/json.ts'

/** What a site allows at once, as its own index says. */
export interface SiteLimits {
  /** Requests in one batch; `null` where the site has no batches. */
  readonly batch: number | null
  /** Items on one page of a list. */
  readonly perPage: number
  /** Longest side of an image, in pixels, before WordPress scales it down; `null` where it does not say. */
  readonly imageSize: number | null
}

export function readLimits(index: unknown): SiteLimits {
  const { routes, image_size_threshold: threshold } = fields(index)
  const batch = argumentOf(routes, '/batch/v1', 'requests').maxItems
  const perPage = argumentOf(routes, '/wp/v2/posts', 'per_page').maximum
  return { batch: countOf(batch, 1000), perPage: countOf(perPage, 1000) ?? 100, imageSize: countOf(threshold, 100_000) }
}

/** How a route describes one of its arguments: of the first endpoint that has it. */
function argumentOf(routes: unknown, route: string, name: string): Readonly<Record<string, unknown>> {
  const { endpoints } = fields(fields(routes)[route])
  for (const endpoint of Array.isArray(endpoints) ? endpoints.slice(0, 20) : []) {
    const described = fields(fields(endpoint).args)[name]
    if (described !== undefined) return fields(described)
  }
  return {}
}

function countOf(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? Math.min(value, most) : null
}
