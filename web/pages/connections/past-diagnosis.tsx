import { Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { DiagnosisView } from '../../shared/diagnosis-view.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { connection as words } from '../../texts/en/connection.ts'
import { shared } from '../../texts/en/shared.ts'

type Diagnosis = Outputs['sites']['diagnose']

/** A diagnosis of the history with all its evidence, as it was; open while `check` is its number. */
export function PastDiagnosis(props: {
  readonly connection: string
  readonly check: number | null
  readonly onClose: () => void
}) {
  const { connection, check, onClose } = props
  const { id: project } = useProject()
  const query = useQuery({
    ...orpc.diagnoses.get.queryOptions({ input: { project, connection, check: check ?? 1 } }),
    enabled: check !== null,
    // What was seen then stays what it was.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Modal
      opened={check !== null}
      onClose={onClose}
      title={words.past}
      size="xl"
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      <QueryView query={query}>
        {({ at, result }) => (
          <Stack>
            <Text size="sm" c="dimmed">
              <RelativeTime at={at} />
            </Text>
            <DiagnosisView diagnosis={diagnosisIn(result)} />
          </Stack>
        )}
      </QueryView>
    </Modal>
  )
}

/** Kept as `{ diagnosis }`, beside what checks compare. */
function diagnosisIn(result: unknown): Diagnosis {
  return (result as { readonly diagnosis: Diagnosis }).diagnosis
}
