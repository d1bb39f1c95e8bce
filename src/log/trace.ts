import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api'
import { productName, version } from '../config/product.ts'

/**
 * Runs work as a span of OpenTelemetry: an operation, a request to a site, a job. Costs next to nothing unless the hub was
 * started with an exporter (`OTEL_EXPORTER_OTLP_ENDPOINT`). Attributes are names, counts and redacted addresses, no secrets.
 */
export async function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return await trace
    .getTracer(productName.toLowerCase(), version)
    .startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await work()
      } catch (thrown) {
        const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'internal'
        span.setStatus({ code: SpanStatusCode.ERROR, message: code })
        throw thrown
      } finally {
        span.end()
      }
    })
}
