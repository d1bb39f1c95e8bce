import { Anchor, Button, List, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { type ProjectEvent, useProjectEvent } from '../../api/events.ts'
import { Picture } from '../../shared/picture.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { shared } from '../../texts/en/shared.ts'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'
import approvePicture from './pictures/approve.webp'
import passwordPicture from './pictures/password.webp'

type Begun = Outputs['connections']['begin']

/** As WordPress shows an application password: six groups of four. Pasting one is enough. */
const applicationPassword = /^\s*[a-z0-9]{4}(?:\s?[a-z0-9]{4}){5}\s*$/i

/**
 * By approval at the site. Where the site can send the browser back, the page goes on by itself; else the person pastes the
 * password that the site shows: the usual case for a hub without https.
 */
export function ConnectApproval(props: {
  readonly address: string
  readonly onConnected: (made: Connected) => void
  /** For a connection that gets a new credential. */
  readonly again?: { readonly connection: string; readonly kind: string; readonly method: string }
}) {
  const { address, onConnected, again } = props
  const { id: project } = useProject()
  const [begun, setBegun] = useState<Begun | null>(null)
  const initial = { username: '', password: '' }
  const [draft, change, discard] = useDraft(`connect.approval.${project}`, initial, { secret: ['password'] })
  const begin = useOperation(orpc.connections.begin.call, {
    quiet: true,
    onDone: (answer) => {
      setBegun(answer)
      window.open(answer.url, '_blank', 'noopener')
    },
  })
  const finish = useOperation(orpc.connections.finish.call, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.fleet.key()],
    onDone: ({ connection }) => {
      if (connection === null) return
      discard()
      onConnected(connection)
    },
  })
  const handshake = begun?.handshake
  const { mutate } = finish
  const listen = useCallback(
    ({ type, subject }: ProjectEvent) => {
      if (type === 'connection.approved' && subject === handshake && handshake !== undefined)
        mutate({ project, handshake })
    },
    [handshake, project, mutate],
  )
  useProjectEvent(listen)
  const paste = (password: string): void => {
    change({ password })
    if (handshake !== undefined && draft.username.trim() !== '' && applicationPassword.test(password))
      finish.mutate({ project, handshake, username: draft.username, password })
  }
  if (begun === null)
    return (
      <Stack gap="sm">
        <Button
          onClick={() => begin.mutate({ project, address, ...again })}
          loading={begin.isPending}
          leftSection={<IconExternalLink size={18} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
        >
          {words.open}
        </Button>
        {begin.error !== null && <ProblemPanel error={begin.error} />}
      </Stack>
    )
  const isPaste = begun.mode === 'paste'
  const isOver = finish.data?.connection === null || finish.error !== null
  const steps = isPaste
    ? [words.steps.login, words.steps.approve, words.steps.copy, words.steps.paste]
    : [words.steps.login, words.steps.approve, words.steps.back]
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        finish.mutate({ project, handshake: begun.handshake, ...(isPaste ? draft : {}) })
      }}
    >
      <Stack gap="md">
        <Text fw={600}>{words.opened}</Text>
        <List type="ordered" spacing={4}>
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Text size="sm">
          <Anchor href={begun.url} target="_blank" rel="noreferrer noopener">
            {words.openedNot}
          </Anchor>{' '}
          {words.until(new Date(begun.expiresAt).toLocaleTimeString('en', { timeStyle: 'short' }))}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: isPaste ? 2 : 1 }}>
          <Picture src={approvePicture} text={words.pictureApprove} />
          {isPaste && <Picture src={passwordPicture} text={words.picturePassword} />}
        </SimpleGrid>
        {isPaste && (
          <>
            <TextInput
              label={words.username}
              value={draft.username}
              onChange={({ currentTarget }) => change({ username: currentTarget.value })}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <PasswordInput
              label={words.password}
              description={words.passwordText}
              value={draft.password}
              onChange={({ currentTarget }) => paste(currentTarget.value)}
              autoComplete="off"
              required
            />
          </>
        )}
        <ConnectOutcome
          attempt={finish}
          action={isPaste ? words.verify : isOver ? shared.tryAgain : words.goOn}
          idle={isPaste || isOver ? '' : words.waiting}
        />
      </Stack>
    </form>
  )
}
