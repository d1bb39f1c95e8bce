import { useQuery, useQueryClient } from '@tanstack/react-query'
import { client, orpc } from '../../api/client.ts'
import { DefaultsEditor } from '../../shared/publish-options/defaults-editor.tsx'
import type { PublishOptions } from '../../shared/publish-options/options.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'
import { SettingsHeader } from './settings-header.tsx'

/** How a project wants articles on all its connections. */
export function PublishingPage() {
  const { id: project, role } = useProject()
  const queries = useQueryClient()
  const read = orpc.publications.projectDefaults.queryOptions({ input: { project } })
  const query = useQuery(read)
  const isOwner = role === 'owner'
  return (
    <>
      <SettingsHeader part={settings.publishing} />
      <Section title={settings.publishing} text={isOwner ? settings.publishingText : settings.forOwners}>
        <QueryView query={query}>
          {({ options }) => (
            <DefaultsEditor
              key={JSON.stringify(options)}
              of={project}
              kept={options as PublishOptions}
              save={({ webflow: _, date: __, canonical: ___, ...wanted }) =>
                client.publications.configureProject({ project, options: wanted })
              }
              onSaved={(saved) => queries.setQueryData(read.queryKey, { options: { ...saved } })}
              silence={null}
              kind={null}
              mayEdit={isOwner}
            />
          )}
        </QueryView>
      </Section>
    </>
  )
}
