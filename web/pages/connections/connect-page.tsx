import { Radio, SimpleGrid, Stack } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import type { Outputs } from '../../api/client.ts'
import { ChoiceCard } from '../../shared/choice-card.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { NotForRole } from '../../shell/not-for-role.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { connection } from '../../texts/en/connection.ts'
import { ConnectDone } from './connect-done.tsx'
import { ConnectWebflow } from './connect-webflow.tsx'
import { ConnectWebhook } from './connect-webhook.tsx'
import { ConnectWordPress } from './connect-wordpress.tsx'

export type Connected = NonNullable<Outputs['connections']['connect']['connection']>

const kinds = {
  wordpress: ConnectWordPress,
  webflow: ConnectWebflow,
  webhook: ConnectWebhook,
} as const
type Kind = keyof typeof kinds

/** The way to a new connection: kind, address, login, name. A step that goes wrong loses nothing that was typed. */
export function ConnectPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const [draft, choose] = useDraft<{ kind: Kind }>(`connect.${project}`, { kind: 'wordpress' })
  const kind = draft.kind in kinds ? draft.kind : 'wordpress'
  // A form that was looked at stays: a token that was typed into it is nowhere else.
  const [seen, setSeen] = useState<readonly Kind[]>([])
  if (!seen.includes(kind)) setSeen([...seen, kind])
  const [made, setMade] = useState<Connected | null>(null)
  return (
    <>
      <PageHeader
        title={words.title}
        text={words.text}
        back={
          <TextLink to="/projects/$project/connections" params={{ project }} size="sm">
            <IconArrowLeft size={14} aria-hidden /> {connection.back}
          </TextLink>
        }
      />
      {!mayEdit ? (
        <NotForRole />
      ) : made !== null ? (
        <ConnectDone connection={made} onAnother={() => setMade(null)} />
      ) : (
        <Stack gap="lg" maw="52rem">
          <Radio.Group
            label={words.kind}
            value={kind}
            onChange={(value) => choose({ kind: value in kinds ? (value as Kind) : 'wordpress' })}
          >
            <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
              {Object.keys(kinds).map((value) => (
                <ChoiceCard key={value} value={value} {...words.kinds[value as Kind]} />
              ))}
            </SimpleGrid>
          </Radio.Group>
          {seen.map((one) => {
            const Form = kinds[one]
            return (
              <div key={one} hidden={one !== kind}>
                <Form onConnected={setMade} />
              </div>
            )
          })}
        </Stack>
      )}
    </>
  )
}
