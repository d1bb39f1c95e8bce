import { Stack, Text, Title } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { DiagnosisView } from '../../shared/diagnosis-view.tsx'
import { connect as words } from '../../texts/en/connect.ts'

/** Why a site was not connected. What was typed stays in the form above. */
export function Refusal({ diagnosis }: { readonly diagnosis: Outputs['sites']['diagnose'] }) {
  return (
    <Stack gap="sm" role="alert">
      <Title order={2} size="h4">
        {words.refused}
      </Title>
      <Text size="sm">{words.refusedKeep}</Text>
      <DiagnosisView diagnosis={diagnosis} />
    </Stack>
  )
}
