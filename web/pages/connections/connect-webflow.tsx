import { PasswordInput, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { ChoiceCard } from '../../shared/choice-card.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { ConnectApproval, useApprovalDraft } from './connect-approval.tsx'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'

type Way = keyof typeof words.webflowMethods

/** A Webflow site: approved there, where this hub has an app at Webflow, or by a token that was made in its settings. */
export function ConnectWebflow({ onConnected }: { readonly onConnected: (made: Connected) => void }) {
  const { id: project } = useProject()
  const { data: kinds } = useQuery(orpc.connectors.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const methods = kinds?.items.find(({ kind }) => kind === 'webflow')?.methods ?? []
  const hasApp = methods.some(({ name, ready }) => name === 'oauth' && ready)
  const [{ way }, choose] = useDraft<{ way: Way }>(`connect.webflow.way.${project}`, { way: 'oauth' })
  const [approval, changeApproval, forgetApproval] = useApprovalDraft(`webflow.${project}`)
  const isApproved = hasApp && way === 'oauth'
  return (
    <Stack gap="lg">
      {hasApp && (
        <Radio.Group label={words.how} value={way} onChange={(value) => choose({ way: value as Way })}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            {Object.entries(words.webflowMethods).map(([value, { title, text }]) => (
              <ChoiceCard key={value} value={value} title={title} text={text} />
            ))}
          </SimpleGrid>
        </Radio.Group>
      )}
      {isApproved && (
        <ConnectApproval
          target={{ kind: 'webflow', method: 'oauth' }}
          draft={approval}
          onChange={changeApproval}
          onConnected={(made) => {
            forgetApproval()
            onConnected(made)
          }}
        />
      )}
      <div hidden={isApproved}>
        <TokenForm onConnected={onConnected} />
      </div>
    </Stack>
  )
}

function TokenForm({ onConnected }: { readonly onConnected: (made: Connected) => void }) {
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
