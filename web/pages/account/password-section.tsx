import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { callLogin } from '../../api/auth.ts'
import { orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { Section } from '../../shared/section.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useUser } from '../../shell/session.tsx'
import { account } from '../../texts/en/account.ts'

const empty = { currentPassword: '', newPassword: '' }

/** Another password, for whoever knows the one there is. */
export function PasswordSection() {
  const { email } = useUser()
  const [typed, setTyped] = useState(empty)
  const change = useOperation(
    (input: typeof empty) => callLogin('/change-password', { ...input, revokeOtherSessions: true }),
    {
      quiet: true,
      done: () => account.passwordChanged,
      stale: [orpc.me.sessions.key()],
      onDone: () => setTyped(empty),
    },
  )
  return (
    <Section title={account.password} text={account.passwordText}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(typed)
        }}
      >
        <Stack maw="24rem">
          {/* For password keepers, which want to know whose password changes. */}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label={account.currentPassword}
            value={typed.currentPassword}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, currentPassword: value })}
            autoComplete="current-password"
            required
          />
          <PasswordInput
            label={account.newPassword}
            value={typed.newPassword}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, newPassword: value })}
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            required
          />
          {change.error !== null && <ProblemPanel error={change.error} />}
          <Group>
            <Button type="submit" loading={change.isPending}>
              {account.changePassword}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
