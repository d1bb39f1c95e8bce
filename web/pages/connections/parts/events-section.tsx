import { Alert, Button, Checkbox, Group, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Inputs, type Outputs, orpc } from '../../../api/client.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { sayExact } from '../../../shared/relative-time.tsx'
import { plain } from '../../../shared/remote-text.tsx'
import { Section } from '../../../shared/section.tsx'
import { ListSkeleton } from '../../../shared/skeletons.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'
import type { Connection } from '../connection-page.tsx'

type Subscription = Outputs['webhooks']['subscription']
type EventType = Inputs['webhooks']['subscribe']['events'][number]

/** Which of the hub's own events go to an endpoint. */
export function EventsSection({ connection: { id: connection } }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const query = useQuery(orpc.webhooks.subscription.queryOptions({ input: { project, connection } }))
  return (
    <Section title={words.events} text={words.eventsText}>
      <QueryView query={query} skeleton={<ListSkeleton rows={3} />}>
        {(subscription) => (
          <Choice key={subscription.events.join()} connection={connection} subscription={subscription} />
        )}
      </QueryView>
    </Section>
  )
}

function Choice({ connection, subscription }: { readonly connection: string; readonly subscription: Subscription }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { events, available, failingSince } = subscription
  const [chosen, setChosen] = useState(events)
  const save = useOperation(orpc.webhooks.subscribe.call, {
    done: () => words.eventsSaved,
    stale: [orpc.webhooks.key()],
  })
  const isSame = chosen.length === events.length && chosen.every((type) => events.includes(type))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ project, connection, events: chosen as EventType[] })
      }}
    >
      <Stack gap="md">
        {failingSince !== null && <Alert color="red">{words.failing(sayExact(new Date(failingSince)))}</Alert>}
        <Checkbox.Group value={chosen} onChange={setChosen} aria-label={words.events}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {available.map(({ type, about }) => (
              <Checkbox key={type} value={type} label={type} description={plain(about, 120)} disabled={!mayEdit} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        {mayEdit && (
          <Group>
            <Button type="submit" variant="default" loading={save.isPending} disabled={isSame}>
              {words.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
