import { Alert, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { PageHeader } from '../../shared/page-header.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { sayExact } from '../../shared/relative-time.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { calendar as words } from '../../texts/en/calendar.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { addMonths, daysOf, monthKey, moveTo } from './days.ts'
import { EntryDialog } from './entry-dialog.tsx'

export type Entry = Outputs['publications']['calendar']['items'][number]

const route = getRouteApi('/shell/projects/$project/calendar')
const monthName = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' })

/** A month of what is scheduled and published, on every site. */
export function CalendarPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { month = monthKey(new Date()), site } = route.useSearch()
  const go = route.useNavigate()
  const [shown, setShown] = useState<Entry | null>(null)
  const days = daysOf(month)
  const [first = new Date()] = days
  const last = days.at(-1) ?? first
  const to = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)
  const range = { project, from: first.toISOString(), to: to.toISOString() }
  const query = useQuery(orpc.publications.calendar.queryOptions({ input: range }))
  const reschedule = useOperation(orpc.publications.reschedule.call, {
    done: (_, { at }) => words.rescheduled(sayExact(new Date(at))),
    stale: [orpc.publications.key()],
    onDone: () => setShown(null),
  })
  const move = (entry: Entry, day: Date): void => {
    const at = moveTo(new Date(entry.at), day)
    // A day that is past would publish it at once: that is asked for by its time, not by a slip of the hand.
    if (at.getTime() <= Date.now()) setShown({ ...entry, at: at.toISOString() })
    else reschedule.mutate({ project, publication: entry.id, at: at.toISOString() })
  }
  const show = (change: { month?: string; site?: string }): void =>
    void go({ search: (now) => ({ ...now, ...change }), replace: true })
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <QueryView query={query}>
        {({ items, more }) => {
          const sites = new Map(items.map(({ connection }) => [connection.id, connection.name]))
          const chosen = items.filter(({ connection }) => site === undefined || connection.id === site)
          return (
            <Stack gap="md">
              <Group justify="space-between" align="flex-end">
                <Group gap="xs">
                  <Button
                    variant="default"
                    aria-label={words.previous}
                    onClick={() => show({ month: addMonths(month, -1) })}
                  >
                    <IconChevronLeft size={18} aria-hidden />
                  </Button>
                  <Button variant="default" onClick={() => show({ month: monthKey(new Date()) })}>
                    {words.today}
                  </Button>
                  <Button
                    variant="default"
                    aria-label={words.next}
                    onClick={() => show({ month: addMonths(month, 1) })}
                  >
                    <IconChevronRight size={18} aria-hidden />
                  </Button>
                  <Title order={2} size="h3" aria-live="polite">
                    {monthName.format(new Date(`${month}-15T12:00`))}
                  </Title>
                </Group>
                {sites.size > 1 && (
                  <NativeSelect
                    label={words.site}
                    data={[
                      { value: '', label: words.every },
                      ...[...sites].map(([value, name]) => ({ value, label: plain(name, 60) })),
                    ]}
                    value={site ?? ''}
                    onChange={({ currentTarget: { value } }) => show({ site: value })}
                  />
                )}
              </Group>
              {more && <Alert color="yellow">{words.truncated}</Alert>}
              {chosen.length === 0 && <Text c="dimmed">{words.none}</Text>}
              <CalendarGrid
                days={days}
                month={month}
                entries={chosen}
                mayMove={mayEdit}
                onShow={setShown}
                onMove={move}
              />
            </Stack>
          )
        }}
      </QueryView>
      {shown !== null && (
        <EntryDialog
          key={`${shown.id} ${shown.at}`}
          entry={shown}
          isMoving={reschedule.isPending}
          onClose={() => setShown(null)}
          onReschedule={(at) => reschedule.mutate({ project, publication: shown.id, at: at.toISOString() })}
        />
      )}
    </>
  )
}
