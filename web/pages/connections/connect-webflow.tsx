import { PasswordInput, Stack, TextInput } from '@mantine/core'
import { orpc } from '../../api/client.ts'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'

/** A Webflow site by a token that was made in its settings. */
export function ConnectWebflow({ onConnected }: { readonly onConnected: (made: Connected) => void }) {
  const { id: project } = useProject()
  const [draft, change, discard] = useDraft(
    `connect.webflow.${project}`,
    { token: '', site: '' },
    { secret: ['token'] },
  )
  const attempt = useOperation(orpc.connections.connect.call, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.fleet.key()],
    onDone: ({ connection }) => {
      if (connection === null) return
      discard()
      onConnected(connection)
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        attempt.mutate({ project, kind: 'webflow', method: 'token', input: { ...draft } })
      }}
    >
      <Stack gap="md">
        <PasswordInput
          label={words.token}
          description={words.tokenText}
          value={draft.token}
          onChange={({ currentTarget }) => change({ token: currentTarget.value })}
          autoComplete="off"
          maxLength={4096}
          required
        />
        <TextInput
          label={words.site}
          description={words.siteText}
          value={draft.site}
          onChange={({ currentTarget }) => change({ site: currentTarget.value })}
          maxLength={300}
        />
        <ConnectOutcome attempt={attempt} />
      </Stack>
    </form>
  )
}
