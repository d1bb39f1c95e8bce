import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Inputs, orpc } from '../../../api/client.ts'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { Section } from '../../../shared/section.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { connection as words } from '../../../texts/en/connection.ts'
import type { Connection } from '../connection-page.tsx'
import { DefaultsForm } from './defaults-form.tsx'

export type Defaults = Inputs['publications']['configure']['options']

/** How a connection wants articles, where nothing else is said when they are published. */
export function DefaultsSection({ connection }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const query = useQuery(orpc.publications.defaults.queryOptions({ input: { project, connection: connection.id } }))
  return (
    <Section title={words.defaults} text={words.defaultsText}>
      <QueryView query={query}>
        {({ options }) => <Editor key={JSON.stringify(options)} connection={connection} kept={options as Defaults} />}
      </QueryView>
    </Section>
  )
}

function Editor({ connection, kept }: { readonly connection: Connection; readonly kept: Defaults }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const [options, setOptions] = useState<Defaults>(kept)
  const save = useOperation(orpc.publications.configure.call, {
    quiet: true,
    done: () => words.defaultsSaved,
    stale: [orpc.publications.defaults.key()],
  })
  const isSame = JSON.stringify(options) === JSON.stringify(kept)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ project, connection: connection.id, options })
      }}
    >
      <Stack gap="md">
        <DefaultsForm kind={connection.kind} options={options} onChange={setOptions} disabled={!mayEdit} />
        {save.error !== null && <ProblemPanel error={save.error} />}
        {mayEdit && (
          <Group>
            <Button type="submit" variant="default" loading={save.isPending} disabled={isSame}>
              {words.defaultsSave}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
