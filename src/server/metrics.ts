import type { Hub } from '../operations/hub.ts'

/** Counters in the form that Prometheus reads. Labels are operations, pages, methods and statuses: all of them few. */
export interface Metrics {
  count(request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly seconds: number
  }): void
  render(): Promise<{ readonly type: string; readonly text: string }>
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Loads prom-client. */
export async function createMetrics({ store }: Pick<Hub, 'store'>): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'pressroom_http_requests_total',
    help: 'Requests that were answered',
    labelNames: ['method', 'route', 'status'] as const,
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'pressroom_http_request_seconds',
    help: 'How long requests took until their answer began',
    labelNames: ['route'] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  new Gauge({
    name: 'pressroom_database_connections',
    help: 'Connections to the database',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { idleCount, totalCount, waitingCount } = store.pool
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'waited for' }, waitingCount)
    },
  })
  return {
    count({ method, route, status, seconds }) {
      requests.inc({ method: methods.has(method) ? method : 'other', route, status: String(status) })
      durations.observe({ route }, seconds)
    },
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
