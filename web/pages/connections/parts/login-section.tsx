import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { Section } from '../../../shared/section.tsx'
import { toastDone } from '../../../shared/toast.tsx'
import { connection as words } from '../../../texts/en/connection.ts'
import { ConnectApproval } from '../connect-approval.tsx'
import type { Connection } from '../connection-page.tsx'
import { ReconnectForm } from './reconnect-form.tsx'

type Method = Outputs['connectors']['get']['methods'][number]

/** A new credential for the same site: asked for where the login ended, and offered elsewhere. */
export function LoginSection(props: { readonly connection: Connection; readonly onDone: () => void }) {
  const { connection } = props
  const isNeeded = connection.state === 'needs-login'
  const [open, setOpen] = useState(isNeeded)
  const kind = useQuery({ ...orpc.connectors.get.queryOptions({ input: { kind: connection.kind } }), enabled: open })
  return (
    <Section title={words.reconnect} text={words.reconnectText}>
      {isNeeded && (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle aria-hidden />}
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          <Text size="sm">{words.reconnectNeeded}</Text>
        </Alert>
      )}
      {open ? (
        <QueryView query={kind}>
          {({ methods }) => (
            <Ways
              methods={methods}
              connection={connection}
              onDone={() => {
                toastDone(words.reconnected)
                setOpen(false)
                props.onDone()
              }}
            />
          )}
        </QueryView>
      ) : (
        <Group>
          <Button variant="default" onClick={() => setOpen(true)}>
            {words.reconnect}
          </Button>
        </Group>
      )}
    </Section>
  )
}

function Ways(props: {
  readonly methods: readonly Method[]
  readonly connection: Connection
  readonly onDone: () => void
}) {
  const { methods, connection, onDone } = props
  const [chosen, setChosen] = useState(connection.method)
  const method = methods.find(({ name }) => name === chosen) ?? methods[0]
  if (method === undefined) return null
  return (
    <Stack gap="md" maw="40rem">
      <NativeSelect
        label={words.reconnectHow}
        data={methods.map(({ name, title }) => ({ value: name, label: words.methods[name] ?? title }))}
        value={method.name}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      {method.how === 'approved' ? (
        <ConnectApproval
          key={method.name}
          address={connection.url}
          onConnected={onDone}
          again={{ connection: connection.id, kind: connection.kind, method: method.name }}
        />
      ) : (
        <ReconnectForm key={method.name} connection={connection} method={method} onDone={onDone} />
      )}
    </Stack>
  )
}
