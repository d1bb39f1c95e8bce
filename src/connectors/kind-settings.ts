import type { Settings } from '../config/settings-table.ts'

/** What whoever runs the hub set for kinds of connections. */
export interface KindSettings {
  readonly webflow: WebflowSettings
}

interface WebflowSettings {
  /** Where its Data API is; `null` for Webflow's own address. */
  readonly api: URL | null
  /** An app registered at Webflow, for approvals with one click; `null` where there is none. */
  readonly app: { readonly clientId: string; readonly clientSecret: string } | null
}

export function kindSettings(settings: Settings): KindSettings {
  const { webflowApi, webflowClientId, webflowClientSecret } = settings
  const app =
    webflowClientId === null || webflowClientSecret === null
      ? null
      : { clientId: webflowClientId, clientSecret: webflowClientSecret }
  return { webflow: { api: webflowApi === null ? null : new URL(`${webflowApi}/`), app } }
}
