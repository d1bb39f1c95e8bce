import { productName } from './config/product.ts'
import { HubError } from './errors/hub-error.ts'

/** Ends telemetry, after what was recorded is sent. */
export type StopTelemetry = () => Promise<void>

/**
 * Starts OpenTelemetry when its standard variables name a collector, and nothing otherwise. Its SDK reads them itself
 * (endpoint, headers, sampler, resource) and is not installed along: whoever wants it installs it beside the hub.
 */
export async function startTelemetry(env: Readonly<Record<string, string | undefined>>): Promise<StopTelemetry> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? ''
  if (endpoint === '' || env.OTEL_SDK_DISABLED === 'true') return async () => undefined
  const { NodeSDK } = await import('@opentelemetry/sdk-node').catch((cause: unknown) => {
    throw new HubError(
      'bad_setting',
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but @opentelemetry/sdk-node is not installed',
      {
        cause,
        fix: 'npm install @opentelemetry/sdk-node beside pressroom, or unset the variable.',
      },
    )
  })
  const sdk = new NodeSDK({
    ...(env.OTEL_SERVICE_NAME === undefined ? { serviceName: productName.toLowerCase() } : {}),
    // Ours are named by hand; libraries' own would tell addresses and statements.
    instrumentations: [],
  })
  sdk.start()
  // A collector that is away must not keep a hub from stopping.
  return () => sdk.shutdown().catch(() => undefined)
}
