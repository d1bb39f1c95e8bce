import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FactList } from '../../shared/fact-list.tsx'
import { TextLink } from '../../shared/links.tsx'
import { sayExact } from '../../shared/relative-time.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { useMayEdit } from '../../shell/project-layout.tsx'
import { calendar as words } from '../../texts/en/calendar.ts'
import { shared } from '../../texts/en/shared.ts'
import type { Entry } from './calendar-page.tsx'
import { toLocalInput } from './days.ts'

const tones = { live: 'good', scheduled: 'waiting', changing: 'waiting', failed: 'bad' } as const

/** What an entry is, and another time for it. */
export function EntryDialog(props: {
  readonly entry: Entry
  /** The time that is proposed: its own, or that of the day where it was dropped. */
  readonly at: Date
  readonly project: string
  readonly isMoving: boolean
  readonly onClose: () => void
  readonly onReschedule: (at: Date) => void
}) {
  const { entry, at: proposed, project, isMoving, onClose, onReschedule } = props
  const { id, article, connection, state, url, code, at } = entry
  const [typed, setTyped] = useState(toLocalInput(proposed))
  const wanted = new Date(typed)
  const mayEdit = useMayEdit()
  return (
    <Modal opened onClose={onClose} title={words.dialog} centered closeButtonProps={{ 'aria-label': shared.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onReschedule(wanted)
        }}
      >
        <Stack>
          <Text fw={600}>
            <RemoteText text={article.title} most={200} />
          </Text>
          <Group gap="xs">
            <StatusBadge tone={tones[state]}>{words[state]}</StatusBadge>
            {code === 'schedule_missed' && <StatusBadge tone="bad">{words.missed}</StatusBadge>}
          </Group>
          <FactList
            facts={[
              { label: words.on, value: <RemoteText text={connection.name} most={100} /> },
              { label: words.when, value: sayExact(new Date(at)) },
            ]}
          />
          {url !== null && /^https?:\/\//i.test(url) && state === 'live' && (
            <Anchor href={url} target="_blank" rel="noreferrer noopener">
              {words.view}
            </Anchor>
          )}
          <TextLink to="/projects/$project/publications/$publication" params={{ project, publication: id }}>
            {words.receipt}
          </TextLink>
          {mayEdit && (
            <>
              <TextInput
                type="datetime-local"
                label={words.newTime}
                value={typed}
                onChange={({ currentTarget }) => setTyped(currentTarget.value)}
                required
              />
              {wanted.getTime() <= Date.now() && <Text size="sm">{words.publishNow}</Text>}
              <Button type="submit" loading={isMoving} disabled={Number.isNaN(wanted.getTime())}>
                {words.reschedule}
              </Button>
            </>
          )}
        </Stack>
      </form>
    </Modal>
  )
}
