import { Anchor, Checkbox, List, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { Picture } from '../../shared/picture.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'
import { OtherHost, useOtherHost } from './other-host.tsx'
import profilePicture from './pictures/profile.webp'

type Outcome = Outputs['connections']['connect']
type Attempts = Outcome['diagnosis']['attempts']

interface LoginDraft {
  readonly username: string
  readonly password: string
  readonly keepPassword: boolean
}

/** What was typed of a login: kept by the wizard, so that a corrected address or another way costs none of it. */
export function useLoginDraft(project: string) {
  const initial: LoginDraft = { username: '', password: '', keepPassword: false }
  return useDraft(`connect.login.${project}`, initial, { secret: ['password'] })
}

/** With a user name and a password: an application password made by hand, or the usual one for JWT. */
export function ConnectLogin(props: {
  readonly address: string
  readonly method: 'application-password' | 'jwt'
  /** What was found of the site. */
  readonly seen: Outputs['sites']['diagnose']
  readonly draft: LoginDraft
  readonly onChange: (change: Partial<LoginDraft>) => void
  readonly onConnected: (made: Connected) => void
}) {
  const { address, method, seen, draft, onChange: change, onConnected } = props
  const { id: project } = useProject()
  // Asked so far, while the login is being tried.
  const [attempts, setAttempts] = useState<Attempts>([])
  const connect = async (input: Parameters<typeof client.connections.connectFollow>[0]): Promise<Outcome> => {
    setAttempts([])
    for await (const event of await client.connections.connectFollow(input)) {
      if (event.kind === 'done') return event.outcome
      setAttempts((before) => [...before, event.attempt])
    }
    throw new Error(words.broken)
  }
  const attempt = useOperation(connect, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.fleet.key()],
    onDone: ({ connection }) => {
      if (connection !== null) onConnected(connection)
    },
  })
  const other = useOtherHost([attempt.data?.diagnosis, seen])
  const isJwt = method === 'jwt'
  // The core's address leads to the profile.
  const profile = seen.site === null ? null : profileAt(seen.site.url)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const { username, password, keepPassword } = draft
        const input = { address, username, password, ...(isJwt ? { keepPassword } : {}), ...other.input }
        attempt.mutate({ project, method, input })
      }}
    >
      <Stack gap="md">
        {!isJwt && (
          <List type="ordered" size="sm" spacing={4}>
            {words.manualSteps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        )}
        {!isJwt && <Picture src={profilePicture} text={words.pictureProfile} />}
        {!isJwt && profile !== null && (
          <Anchor href={profile} target="_blank" rel="noreferrer noopener">
            {words.profile}
          </Anchor>
        )}
        <TextInput
          label={words.username}
          value={draft.username}
          onChange={({ currentTarget }) => change({ username: currentTarget.value })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={320}
          required
        />
        <PasswordInput
          label={isJwt ? words.loginPassword : words.password}
          {...(isJwt ? {} : { description: words.passwordText })}
          value={draft.password}
          onChange={({ currentTarget }) => change({ password: currentTarget.value })}
          autoComplete="off"
          maxLength={4096}
          required
        />
        {isJwt && (
          <Checkbox
            label={words.keep}
            description={words.keepText}
            checked={draft.keepPassword}
            onChange={({ currentTarget }) => change({ keepPassword: currentTarget.checked })}
          />
        )}
        <OtherHost other={other} />
        <ConnectOutcome attempt={attempt} attempts={attempts} />
      </Stack>
    </form>
  )
}

/** Only an address of the web becomes a link. */
function profileAt(home: string): string | null {
  const url = URL.parse('wp-admin/profile.php#application-passwords-section', `${home.replace(/\/*$/, '')}/`)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}
