import { Anchor, Button, List, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useCallback } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { type ProjectEvent, useProjectEvent } from '../../api/events.ts'
import { isPassing } from '../../api/problem.ts'
import { Picture } from '../../shared/picture.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useRegainedFocus } from '../../shared/use-regained-focus.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { shared } from '../../texts/en/shared.ts'
import { ConnectOutcome } from './connect-outcome.tsx'
import type { Connected } from './connect-page.tsx'
import { OtherHost, useOtherHost } from './other-host.tsx'
import approvePicture from './pictures/approve.webp'
import passwordPicture from './pictures/password.webp'

type Begun = Outputs['connections']['begin']

/** As WordPress shows an application password: six groups of four. Pasting one is enough. */
const applicationPassword = /^\s*[a-z0-9]{4}(?:\s?[a-z0-9]{4}){5}\s*$/i

/** What was pasted of an approval, and for which address: a name that was typed for one site is none for another. */
interface ApprovalDraft {
  readonly of: string
  readonly username: string
  readonly password: string
}

/** Kept outside the form, so that a look at another way costs nothing: a site shows a password once. */
export function useApprovalDraft(key: string) {
  const initial: ApprovalDraft = { of: '', username: '', password: '' }
  return useDraft(`connect.approval.${key}`, initial, { secret: ['password'] })
}

/** What is to be approved: a new connection, or a new credential for one. */
interface ApprovalTarget {
  readonly kind: string
  readonly method: string
  readonly address?: string
  readonly connection?: string
}

/** What a person does at the site, by the method that they approve by. */
const ways: Readonly<Record<string, { readonly steps: readonly string[]; readonly pictured: boolean }>> = {
  authorize: { steps: [words.steps.login, words.steps.approve, words.steps.back], pictured: true },
  oauth: { steps: [words.steps.webflow, words.steps.back], pictured: false },
}
const pasteSteps = [words.steps.login, words.steps.approve, words.steps.copy, words.steps.paste]

/**
 * By approval at the site. Where the site can send the browser back, the page goes on by itself; else the person pastes the
 * password that the site shows: the usual case for a hub without https, and the way out where the way back fails. A page that
 * is loaded again waits for the same approval.
 */
export function ConnectApproval(props: {
  readonly target: ApprovalTarget
  /** What was found of the site. */
  readonly seen?: Outputs['sites']['diagnose'] | null
  readonly draft: ApprovalDraft
  readonly onChange: (change: Partial<ApprovalDraft>) => void
  readonly onConnected: (made: Connected) => void
}) {
  const { target, seen, onChange, onConnected } = props
  const { kind, method, address = '', connection: existing } = target
  const { id: project } = useProject()
  const [kept, keep, forget] = useDraft<{ address: string; begun: Begun | null }>(
    `connect.begun.${existing ?? `${project}.${kind}`}`,
    { address: '', begun: null },
  )
  const isOpen =
    kept.begun !== null && kept.address === address && Date.parse(String(kept.begun.expiresAt)) > Date.now()
  const begun = isOpen ? kept.begun : null
  const draft = props.draft.of === address ? props.draft : { username: '', password: '' }
  const change = (part: Partial<ApprovalDraft>) => onChange({ ...draft, ...part, of: address })
  const begin = useOperation(orpc.connections.begin.call, {
    quiet: true,
    onDone: (answer) => {
      keep({ address, begun: answer })
      window.open(answer.url, '_blank', 'noopener')
    },
  })
  const finish = useOperation(orpc.connections.finish.call, {
    quiet: true,
    stale: [orpc.connections.key(), orpc.diagnoses.key(), orpc.fleet.key()],
    onDone: ({ connection }) => {
      if (connection === null) return
      forget()
      onConnected(connection)
    },
  })
  const other = useOtherHost([seen])
  const start = (paste: boolean) => begin.mutate({ project, ...target, ...other.input, paste })
  const handshake = begun?.handshake
  const { mutate } = finish
  const send = useCallback(
    (input: Parameters<typeof mutate>[0]) =>
      // What was rejected or is too late has to begin again.
      mutate(input, { onError: (error) => void (isPassing(error) || forget()) }),
    [mutate, forget],
  )
  const listen = useCallback(
    ({ type, subject }: ProjectEvent) => {
      if (type === 'connection.approved' && subject === handshake && handshake !== undefined)
        send({ project, handshake })
    },
    [handshake, project, send],
  )
  useProjectEvent(listen)
  const paste = (password: string): void => {
    change({ password })
    if (handshake !== undefined && draft.username.trim() !== '' && applicationPassword.test(password))
      send({ project, handshake, username: draft.username, password })
  }
  const place = useRegainedFocus<HTMLDivElement>(handshake)
  if (begun === null)
    return (
      <Stack gap="sm" ref={place} tabIndex={-1}>
        <OtherHost other={other} />
        <Button
          onClick={() => start(false)}
          loading={begin.isPending}
          leftSection={<IconExternalLink size={18} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
        >
          {words.open}
        </Button>
        {begin.error !== null && <ProblemPanel error={begin.error} />}
        {begin.error === null && finish.error !== null && <ProblemPanel error={finish.error} />}
      </Stack>
    )
  const isPaste = begun.mode === 'paste'
  const isOver = finish.data?.connection === null || finish.error !== null
  const { steps, pictured } = ways[method] ?? { steps: [words.steps.back], pictured: false }
  const { username, password } = draft
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send({ project, handshake: begun.handshake, ...(isPaste ? { username, password } : {}) })
      }}
    >
      <Stack gap="md" ref={place} tabIndex={-1}>
        <Text fw={600}>{words.opened}</Text>
        <List type="ordered" spacing={4}>
          {(isPaste ? pasteSteps : steps).map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Text size="sm">
          <Anchor href={begun.url} target="_blank" rel="noreferrer noopener" underline="always">
            {words.openedNot}
          </Anchor>{' '}
          {words.until(new Date(begun.expiresAt).toLocaleTimeString('en', { timeStyle: 'short' }))}
        </Text>
        {pictured && (
          <SimpleGrid cols={{ base: 1, sm: isPaste ? 2 : 1 }}>
            <Picture src={approvePicture} text={words.pictureApprove} />
            {isPaste && <Picture src={passwordPicture} text={words.picturePassword} />}
          </SimpleGrid>
        )}
        {isPaste && (
          <>
            <TextInput
              label={words.username}
              value={username}
              onChange={({ currentTarget }) => change({ username: currentTarget.value })}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <PasswordInput
              label={words.password}
              description={words.passwordText}
              value={password}
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
        {!isPaste && method === 'authorize' && (
          <div>
            <Text size="sm" c="dimmed">
              {words.notBackText}
            </Text>
            <Button variant="subtle" size="compact-sm" loading={begin.isPending} onClick={() => start(true)}>
              {words.notBack}
            </Button>
          </div>
        )}
        {begin.error !== null && <ProblemPanel error={begin.error} />}
      </Stack>
    </form>
  )
}
