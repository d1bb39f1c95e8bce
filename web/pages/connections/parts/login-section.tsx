import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { Section } from '../../../shared/section.tsx'
import { toastDone } from '../../../shared/toast.tsx'
import { useRegainedFocus } from '../../../shared/use-regained-focus.ts'
import { connection as words } from '../../../texts/en/connection.ts'
import { ConnectApproval, useApprovalDraft } from '../connect-approval.tsx'
import type { Connection } from '../connection-page.tsx'
import { ReconnectForm } from './reconnect-form.tsx'

type Method = Outputs['connectors']['get']['methods'][number]

/** A new credential for the same site: asked for where the login ended, and offered elsewhere. */
export function LoginSection({ connection }: { readonly connection: Connection }) {
  const isNeeded = connection.state === 'needs-login'
  const [open, setOpen] = useState(isNeeded)
  const [wasNeeded, setWasNeeded] = useState(isNeeded)
  if (isNeeded !== wasNeeded) {
    setWasNeeded(isNeeded)
    if (isNeeded) setOpen(true)
  }
  const kind = useQuery({ ...orpc.connectors.get.queryOptions({ input: { kind: connection.kind } }), enabled: open })
  const place = useRegainedFocus<HTMLDivElement>(open)
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
      <div ref={place} tabIndex={-1}>
        {open ? (
          <QueryView query={kind}>
            {({ methods }) => (
              <Ways
                methods={methods}
                connection={connection}
                onDone={() => {
                  toastDone(words.reconnected)
                  setOpen(false)
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
      </div>
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
  const [approval, changeApproval, forgetApproval] = useApprovalDraft(connection.id)
  const offered = methods.filter(({ ready, name }) => ready || name === connection.method)
  const method = offered.find(({ name }) => name === chosen) ?? offered[0]
  if (method === undefined) return null
  return (
    <Stack gap="md" maw="40rem">
      <NativeSelect
        label={words.reconnectHow}
        data={offered.map(({ name, title }) => ({ value: name, label: words.methods[name] ?? title }))}
        value={method.name}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      {method.how === 'approved' ? (
        <ConnectApproval
          key={method.name}
          target={{
            ...{ kind: connection.kind, method: method.name },
            ...{ address: connection.url, connection: connection.id },
          }}
          draft={approval}
          onChange={changeApproval}
          onConnected={() => {
            forgetApproval()
            onDone()
          }}
        />
      ) : (
        <ReconnectForm key={method.name} connection={connection} method={method} onDone={onDone} />
      )}
    </Stack>
  )
}
