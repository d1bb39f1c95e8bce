import { Group, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { TextLink } from '../../shared/links.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'

/** The newest changes of health; nothing where none was seen. */
export function FleetChanges() {
  const { data } = useQuery(orpc.fleet.changes.queryOptions({ input: { limit: 10 }, refetchInterval: 60_000 }))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Section title={fleet.changes}>
      <List listStyleType="none" spacing="xs">
        {data.items.map(({ connection: { id, name, project }, before, after, code, at }) => (
          <List.Item key={`${id} ${at}`}>
            <Group gap="xs">
              <TextLink to="/projects/$project/connections/$connection" params={{ project, connection: id }}>
                <RemoteText text={name} most={60} />
              </TextLink>
              <Text size="sm">{fleet.change(say(before), say(after))}</Text>
              {code !== null && (
                <Text size="sm" c="dimmed">
                  {plain(code, 60)}
                </Text>
              )}
              <Text size="sm" c="dimmed">
                <RelativeTime at={at} />
              </Text>
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  )
}

function say(verdict: string | null): string {
  return verdict === null ? health.unchecked : (health.verdicts[verdict] ?? plain(verdict, 40))
}
