import type { HttpSession } from '../http/client.ts'
import { type Answer, readAnswer, statusOf, textOf } from './answer.ts'

/** What XML-RPC says of a user name and password that travel in the body, where no proxy strips them. */
export type XmlRpcVerdict = 'accepted' | 'refused' | 'unknown'

export interface XmlRpcLogin {
  readonly verdict: XmlRpcVerdict
  readonly answer: Answer
}

/**
 * Asks `wp.getUsersBlogs`. Accepted means that the password is right and the Authorization header was lost on the way (or
 * that it is the account password); fault 403 means that it is wrong. Anything else (disabled, blocked) says nothing.
 * @param site the core's folder, where `xmlrpc.php` lives
 */
export async function loginByXmlRpc(
  session: HttpSession,
  site: URL,
  username: string,
  password: string,
): Promise<XmlRpcLogin> {
  const body = `<?xml version="1.0"?><methodCall><methodName>wp.getUsersBlogs</methodName><params><param><value><string>${escapeXml(username)}</string></value></param><param><value><string>${escapeXml(password)}</string></value></param></params></methodCall>`
  const exchange = await session.exchange({
    method: 'POST',
    url: new URL('xmlrpc.php', site),
    purpose: 'same password by XML-RPC',
    headers: { 'content-type': 'text/xml', accept: 'text/xml' },
    body,
    confidential: true,
    limits: { bytes: 256 * 1024 },
  })
  const answer = readAnswer(exchange)
  return { verdict: readVerdict(answer), answer }
}

function readVerdict(answer: Answer): XmlRpcVerdict {
  const xml = textOf(answer)
  if (statusOf(answer) !== 200 || !xml.includes('<methodResponse>')) return 'unknown'
  const fault = /<name>faultCode<\/name>\s*<value><int>(-?\d+)<\/int>/.exec(xml)?.[1]
  if (fault !== undefined) return fault === '403' ? 'refused' : 'unknown'
  return xml.includes('<name>blogid</name>') ? 'accepted' : 'unknown'
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
