import { useState } from 'react'
import { plain } from '../../shared/remote-text.tsx'
import { calendar as words } from '../../texts/en/calendar.ts'
import { locale } from '../../texts/en/locale.ts'
import classes from './calendar.module.css'
import type { Entry } from './calendar-page.tsx'
import { dayKey } from './days.ts'

const spelled = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A square for each day; on phones a list of the days that have something. Dragging is a short cut: the dialog does the same. */
export function CalendarGrid(props: {
  readonly days: readonly Date[]
  readonly month: string
  readonly entries: readonly Entry[]
  readonly mayMove: boolean
  readonly onShow: (entry: Entry) => void
  readonly onMove: (entry: Entry, day: Date) => void
}) {
  const { days, month, entries, mayMove, onShow, onMove } = props
  const [over, setOver] = useState<string | null>(null)
  const byDay = Map.groupBy(entries, ({ at }) => dayKey(new Date(at)))
  const today = dayKey(new Date())
  return (
    <ul className={classes.grid}>
      {days.map((day) => {
        const key = dayKey(day)
        const here = byDay.get(key) ?? []
        const drop = (id: string): void => {
          setOver(null)
          const entry = entries.find((one) => one.id === id)
          if (entry !== undefined && dayKey(new Date(entry.at)) !== key) onMove(entry, day)
        }
        return (
          <li
            key={key}
            className={classes.day}
            data-other={!key.startsWith(month)}
            data-today={key === today}
            data-empty={here.length === 0}
            data-over={over === key}
            aria-label={words.day(spelled.format(day), here.length)}
            onDragOver={(event) => {
              if (!mayMove) return
              event.preventDefault()
              setOver(key)
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              event.preventDefault()
              drop(event.dataTransfer.getData('text/plain'))
            }}
          >
            <span className={classes.number} aria-hidden>
              {day.getDate()} <span className={classes.weekday}>{weekday.format(day)}</span>
            </span>
            {here.length > 0 && (
              <ul className={classes.entries}>
                {here.map((entry) => (
                  <li key={entry.id}>
                    <EntryButton entry={entry} mayMove={mayMove} onShow={onShow} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function EntryButton(props: {
  readonly entry: Entry
  readonly mayMove: boolean
  readonly onShow: (entry: Entry) => void
}) {
  const { entry, mayMove, onShow } = props
  const { id, article, connection, state, code, at } = entry
  const when = time.format(new Date(at))
  const title = plain(article.title, 80)
  const site = plain(connection.name, 60)
  return (
    <button
      type="button"
      className={classes.entry}
      data-state={state}
      data-missed={code !== null || state === 'failed'}
      data-entry={id}
      draggable={mayMove && state === 'scheduled'}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', id)}
      onClick={() => onShow(entry)}
    >
      <span className={classes.time}>{when}</span> {title}
      <span className="soft">
        {' '}
        {site}
        {state === 'changing' || state === 'failed' ? `, ${words[state]}` : ''}
      </span>
    </button>
  )
}
