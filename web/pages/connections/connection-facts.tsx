import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { FactList } from '../../shared/fact-list.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText, WithinLink } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { connection as words } from '../../texts/en/connection.ts'
import { connections } from '../../texts/en/connections.ts'
import { health } from '../../texts/en/health.ts'
import type { Connection } from './connection-page.tsx'

/** What is known of a connection and of what is behind it. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { kind, url, method, account, site, createdAt, checkedAt, nextCheckAt, expiresAt } = connection
  const user = recordOf(site.user)
  const can = Object.entries(recordOf(user.can))
  const listed = (wanted: boolean) =>
    can.flatMap(([name, has]) => (has === wanted ? [words.abilities[name] ?? plain(name, 40)] : [])).join(', ')
  const version = [health.kinds[kind] ?? kind, textOf(site.version)].filter((part) => part !== '').join(' ')
  const php = textOf(site.php)
  const told = (label: string, text: string) => (text === '' ? [] : [{ label, value: <RemoteText text={text} /> }])
  const dated = (label: string, at: string | null) => (at === null ? [] : [{ label, value: <RelativeTime at={at} /> }])
  const { data } = useQuery(
    orpc.connections.credential.queryOptions({
      input: { project: connection.project, connection: connection.id },
      // A site that does not answer says so above; here it only leaves the fact out.
      enabled: connection.state === 'active' && connection.verdict === 'connected',
      retry: false,
      staleTime: 300_000,
    }),
  )
  const credential = data?.credential
  const facts = [
    { label: words.address, value: <Address url={url} /> },
    ...told(words.runs, php === '' ? version : `${version}, ${words.php(php)}`),
    ...told(words.timezone, textOf(site.timezone)),
    ...told(words.login, [account ?? '', connections.methods[method] ?? method].filter(Boolean).join(', ')),
    ...dated(words.credential, credential?.createdAt ?? null),
    ...dated(words.used, credential?.usedAt ?? null),
    ...told(words.roles, listOf(user.roles).join(', ')),
    ...told(words.may, listed(true)),
    ...told(words.mayNot, listed(false)),
    ...dated(words.since, createdAt),
    ...dated(words.checked, checkedAt),
    ...dated(words.next, nextCheckAt),
    ...dated(words.expires, expiresAt),
  ]
  return (
    <Section title={words.about}>
      <FactList facts={facts} />
    </Section>
  )
}

/** Only what is an address of the web becomes a link: anything else could do something. */
function Address({ url }: { readonly url: string }) {
  const text = <RemoteText text={url} most={120} />
  if (!/^https?:\/\//i.test(url)) return text
  return (
    <Anchor href={url} target="_blank" rel="noreferrer noopener">
      <WithinLink value={true}>{text}</WithinLink>
    </Anchor>
  )
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string').slice(0, 20) : []
}
