import { Alert, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { PageHeader } from '../../shared/page-header.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { sayExact } from '../../shared/relative-time.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { calendar as words } from '../../texts/en/calendar.ts'
import { locale } from '../../texts/en/locale.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { addMonths, daysOf, monthKey, moveTo } from './days.ts'
import { EntryDialog } from './entry-dialog.tsx'

export type Entry = Outputs['publications']['calendar']['items'][number]

/** A publication gets another time; `was` is the one that it has. */
interface Move {
  readonly publication: string
  readonly at: string
  readonly was: string
}

const route = getRouteApi('/shell/projects/$project/calendar')
const monthName = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })

/** A month of what is scheduled and published, on every site. */
export function CalendarPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { month = monthKey(new Date()), site } = route.useSearch()
  const go = route.useNavigate()
  const [shown, setShown] = useState<{ readonly entry: Entry; readonly at: Date } | null>(null)
  const days = daysOf(month)
  const [first = new Date()] = days
  const last = days.at(-1) ?? first
  const to = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)
  const range = { project, from: first.toISOString(), to: to.toISOString() }
  const query = useQuery(orpc.publications.calendar.queryOptions({ input: range, placeholderData: keepPreviousData }))
  const grid = useRef<HTMLDivElement>(null)
  const left = useRef<string | null>(null)
  const say = { done: (_: unknown, { at }: Move) => words.rescheduled(sayExact(new Date(at))) }
  const send = ({ publication, at }: Move) => client.publications.reschedule({ project, publication, at })
  const stale = [orpc.publications.key()]
  const putBack = useOperation(send, { ...say, stale })
  const reschedule = useOperation(send, {
    ...{ ...say, stale },
    undo: (_, { publication, at, was }) => putBack.mutate({ publication, at: was, was: at }),
    onDone: (_, { publication }) => close(publication),
  })
  const close = (id: string): void => {
    left.current = id
    setShown(null)
  }
  // Keyboards go on at the entry they came from, which is another element when it is on another day now.
  useEffect(() => {
    const id = left.current
    if (id === null || query.isFetching) return
    left.current = null
    const isLost = document.activeElement === document.body || document.activeElement === null
    if (isLost) grid.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)?.focus()
  })
  const move = (entry: Entry, at: Date): void =>
    reschedule.mutate({ publication: entry.id, at: at.toISOString(), was: entry.at })
  const drop = (entry: Entry, day: Date): void => {
    const at = moveTo(new Date(entry.at), day)
    // A day that is past would publish it at once: that is asked for by its time, not by a slip of the hand.
    if (at.getTime() <= Date.now()) setShown({ entry, at })
    else move(entry, at)
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
                {(sites.size > 1 || site !== undefined) && (
                  <NativeSelect
                    label={words.site}
                    data={[
                      { value: '', label: words.every },
                      ...[...sites].map(([value, name]) => ({ value, label: plain(name, 60) })),
                      ...(site === undefined || sites.has(site) ? [] : [{ value: site, label: words.chosen }]),
                    ]}
                    value={site ?? ''}
                    onChange={({ currentTarget: { value } }) => show({ site: value })}
                  />
                )}
              </Group>
              {more && <Alert color="yellow">{words.truncated}</Alert>}
              {chosen.length === 0 && <Text c="dimmed">{words.none}</Text>}
              <div ref={grid}>
                <CalendarGrid
                  days={days}
                  month={month}
                  entries={chosen}
                  mayMove={mayEdit}
                  onShow={(entry) => setShown({ entry, at: new Date(entry.at) })}
                  onMove={drop}
                />
              </div>
            </Stack>
          )
        }}
      </QueryView>
      {shown !== null && (
        <EntryDialog
          {...shown}
          project={project}
          isMoving={reschedule.isPending}
          onClose={() => close(shown.entry.id)}
          onReschedule={(at) => move(shown.entry, at)}
        />
      )}
    </>
  )
}
