import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { FactList } from '../../shared/fact-list.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { Section } from '../../shared/section.tsx'
import { instance } from '../../texts/en/instance.ts'

/** How the hub runs. */
export function StateSection() {
  const query = useQuery(orpc.instance.status.queryOptions())
  return (
    <Section title={instance.state} text={instance.urlText}>
      <QueryView query={query}>
        {({ version, url, role, startedAt, database, users, projects, connections }) => (
          <FactList
            facts={[
              { label: instance.version, value: version },
              { label: instance.url, value: url },
              { label: instance.role, value: instance.roles[role] },
              { label: instance.started, value: <RelativeTime at={startedAt} /> },
              { label: instance.database, value: instance.databases[database] },
              { label: instance.counts, value: instance.countsOf(users, projects, connections) },
            ]}
          />
        )}
      </QueryView>
    </Section>
  )
}
