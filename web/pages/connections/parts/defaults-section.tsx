import { useQuery, useQueryClient } from '@tanstack/react-query'
import { client, orpc } from '../../../api/client.ts'
import { DefaultsEditor } from '../../../shared/publish-options/defaults-editor.tsx'
import type { PublishOptions } from '../../../shared/publish-options/options.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { Section } from '../../../shared/section.tsx'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { connection as words } from '../../../texts/en/connection.ts'
import { publishOptions } from '../../../texts/en/publish-options.ts'
import type { Connection } from '../connection-page.tsx'

/** How a connection wants articles, where nothing else is said when they are published. */
export function DefaultsSection({ connection: { id: connection, kind } }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const queries = useQueryClient()
  const read = orpc.publications.defaults.queryOptions({ input: { project, connection } })
  const query = useQuery(read)
  return (
    <Section title={words.defaults} text={words.defaultsText}>
      <QueryView query={query}>
        {({ options }) => (
          <DefaultsEditor
            key={JSON.stringify(options)}
            of={connection}
            kept={options as PublishOptions}
            save={(wanted) => client.publications.configure({ project, connection, options: wanted })}
            onSaved={(saved) => queries.setQueryData(read.queryKey, { options: { ...saved } })}
            silence={publishOptions.asProject}
            kind={kind}
            site={{ project, connection }}
            mayEdit={mayEdit}
          />
        )}
      </QueryView>
    </Section>
  )
}
