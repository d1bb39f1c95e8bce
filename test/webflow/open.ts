import type { HttpSession } from '../../src/http/client.ts'
import { createWebflowClient, type WebflowClient, type WebflowOptions } from '../../src/webflow/client.ts'
import { client as http } from '../http/servers.ts'
import { startWebflow, type WebflowServer } from './server.ts'

/** A Webflow of its own, and a client with its token. */
export async function openWebflow(
  options: WebflowOptions = {},
): Promise<{ server: WebflowServer; client: WebflowClient; session: HttpSession }> {
  const server = await startWebflow()
  const session = http().session()
  const token = async () => server.settings.token
  return { server, session, client: createWebflowClient(session, token, { base: server.base, ...options }) }
}
