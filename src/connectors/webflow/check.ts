import { HubError } from '../../errors/hub-error.ts'
import { listCollections } from '../../webflow/collections.ts'
import { evidenceOf } from '../../webflow/refusal.ts'
import { getSite } from '../../webflow/sites.ts'
import { introspectToken, missingScopes } from '../../webflow/token.ts'
import type { Checked, Probed, SiteContext } from '../connector.ts'
import { explainRefusal, lackOf } from './explain.ts'
import { describeSite } from './probe.ts'
import { report } from './report.ts'
import type { WebflowSecret } from './secret.ts'
import { openClient, readSite } from './site.ts'

/** Asks for the site by its id: one request, or three where Webflow is ill. Whether the token may still write is not seen. */
export async function checkSite(context: SiteContext<WebflowSecret>): Promise<Checked> {
  const kept = readSite(context.site)
  const { client } = openClient(context, context.secret.token, kept.fingerprint)
  const started = performance.now()
  const seen = (ok: boolean, signature: string, facts: Record<string, unknown>): Checked => ({
    ...{ ok, signature, facts },
    milliseconds: Math.round(performance.now() - started),
  })
  try {
    const { name, lastPublished } = await getSite(client, kept.id)
    return seen(true, 'ok', { name, lastPublished })
  } catch (error) {
    if (!(error instanceof HubError) || error.code === 'cancelled') throw error
    return seen(false, `${evidenceOf(error).status ?? ''} ${error.code}`.trim(), {})
  }
}

/** Says what stands between us and a site that was connected: up to three requests. */
export async function diagnoseSite(context: SiteContext<WebflowSecret>): Promise<Probed<unknown>['diagnosis']> {
  const kept = readSite(context.site)
  const { session, client } = openClient(context, context.secret.token, kept.fingerprint)
  session.redactor.add(context.secret.token)
  try {
    const site = await getSite(client, kept.id)
    const info = await introspectToken(client)
    const lacks = info === null ? [] : missingScopes(info)
    if (lacks.length > 0) return report(lackOf(lacks), session)
    await listCollections(client, kept.id)
    return report(describeSite(site, info), session)
  } catch (error) {
    if (!(error instanceof HubError) || error.code === 'cancelled') throw error
    return report(explainRefusal(error), session)
  }
}
