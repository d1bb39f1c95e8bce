import { Button, NativeSelect, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { CodeBox } from '../../shared/code-box.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'

type Way = keyof typeof words.authentications

const initial = {
  address: '',
  httpMethod: 'POST',
  way: 'none' as Way,
  token: '',
  username: '',
  password: '',
  name: '',
  value: '',
}

/** An endpoint of one's own: where, how it knows us, and the secret that deliveries are signed with. */
export function ConnectWebhook({ onConnected }: { readonly onConnected: (made: Connected) => void }) {
  const { id: project } = useProject()
  const secret = ['token', 'password', 'value'] as const
  const [draft, change, discard] = useDraft(`connect.webhook.${project}`, initial, { secret })
  const [signingSecret, setSigningSecret] = useState<string | null>(null)
  const make = useOperation(() => orpc.webhooks.makeSecret.call(), {
    onDone: (made) => setSigningSecret(made.signingSecret),
  })
  const attempt = useOperation(orpc.connections.connect.call, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.fleet.key()],
    onDone: ({ connection }) => {
      if (connection === null) return
      discard()
      onConnected(connection)
    },
  })
  const text = (field: 'token' | 'username' | 'password' | 'name' | 'value') => ({
    value: draft[field],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => change({ [field]: currentTarget.value }),
    autoComplete: 'off',
    required: true,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const { address, httpMethod, way } = draft
        const input = { address, httpMethod, signingSecret, ...credentialOf(draft) }
        attempt.mutate({ project, kind: 'webhook', method: way, input })
      }}
    >
      <Stack gap="md">
        <TextInput
          label={words.endpoint}
          description={words.endpointText}
          type="url"
          value={draft.address}
          onChange={({ currentTarget }) => change({ address: currentTarget.value })}
          maxLength={2048}
          required
        />
        <NativeSelect
          label={words.httpMethod}
          data={['POST', 'PUT', 'PATCH']}
          value={draft.httpMethod}
          onChange={({ currentTarget }) => change({ httpMethod: currentTarget.value })}
          w="10rem"
        />
        <NativeSelect
          label={words.authentication}
          data={Object.entries(words.authentications).map(([value, label]) => ({ value, label }))}
          value={draft.way}
          onChange={({ currentTarget }) => change({ way: currentTarget.value as Way })}
        />
        {draft.way === 'bearer' && <PasswordInput label={words.bearer} {...text('token')} />}
        {draft.way === 'basic' && (
          <>
            <TextInput label={words.username} {...text('username')} />
            <PasswordInput label={words.loginPassword} {...text('password')} />
          </>
        )}
        {(draft.way === 'header' || draft.way === 'query') && (
          <>
            <TextInput label={words.keyName} {...text('name')} />
            <PasswordInput label={words.keyValue} {...text('value')} />
          </>
        )}
        {signingSecret === null ? (
          <Button
            variant="default"
            loading={make.isPending}
            onClick={() => make.mutate(undefined)}
            style={{ alignSelf: 'flex-start' }}
          >
            {words.makeSecret}
          </Button>
        ) : (
          <div>
            <Text fw={600}>{words.sign}</Text>
            <Text size="sm" c="dimmed">
              {words.signText}
            </Text>
            <CodeBox text={signingSecret} what={words.secret} />
          </div>
        )}
        <Text size="sm" c="dimmed">
          {words.testText}
        </Text>
        <ConnectOutcome attempt={attempt} />
      </Stack>
    </form>
  )
}

/** What the chosen way asks for, and nothing that was typed for another. */
function credentialOf({ way, token, username, password, name, value }: typeof initial): Record<string, string> {
  const credentials: Readonly<Record<Way, Record<string, string>>> = {
    none: {},
    bearer: { token },
    basic: { username, password },
    header: { name, value },
    query: { name, value },
  }
  return credentials[way]
}
