import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { account } from '../../texts/en/account.ts'
import { shared } from '../../texts/en/shared.ts'

/** Asks for the password before something that only its owner may do. Closed by whoever opened it. */
export function PasswordDialog(props: {
  readonly title: string
  readonly text: string
  readonly error: Error | null
  readonly busy: boolean
  readonly onPassword: (password: string) => void
  readonly onClose: () => void
}) {
  const { title, text, error, busy, onPassword, onClose } = props
  const [password, setPassword] = useState('')
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': shared.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onPassword(password)
        }}
      >
        <Stack>
          <Text size="sm">{text}</Text>
          <PasswordInput
            label={account.confirmPassword}
            value={password}
            onChange={({ currentTarget: { value } }) => setPassword(value)}
            autoComplete="current-password"
            required
            data-autofocus
          />
          {error !== null && <ProblemPanel error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {account.goOn}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
