import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FactList } from '../../shared/fact-list.tsx'
import { sayExact } from '../../shared/relative-time.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { useMayEdit } from '../../shell/project-layout.tsx'
import { calendar as words } from '../../texts/en/calendar.ts'
import { shared } from '../../texts/en/shared.ts'
import type { Entry } from './calendar-page.tsx'
import { toLocalInput } from './days.ts'

/** What an entry is, and another time for it. */
export function EntryDialog(props: {
  readonly entry: Entry
  readonly isMoving: boolean
  readonly onClose: () => void
  readonly onReschedule: (at: Date) => void
}) {
  const { entry, isMoving, onClose, onReschedule } = props
  const { article, connection, state, url, code, at } = entry
  const [typed, setTyped] = useState(toLocalInput(new Date(at)))
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
            <StatusBadge tone={state === 'live' ? 'good' : 'waiting'}>{words[state]}</StatusBadge>
            {code !== null && <StatusBadge tone="bad">{words.missed}</StatusBadge>}
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
