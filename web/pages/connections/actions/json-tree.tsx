import { Button, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { plain, RemoteText } from '../../../shared/remote-text.tsx'
import { actions as words } from '../../../texts/en/actions.ts'
import classes from './json-tree.module.css'

const shownAtOnce = 50
const deepest = 30

/** Anything that a site answered, to be unfolded. All of it is text: whatever it says, it does nothing. */
export function JsonTree({ value, open = true }: { readonly value: unknown; readonly open?: boolean }) {
  if (!isBranch(value)) return <Leaf value={value} />
  return (
    <div className={classes.tree}>
      <Branch value={value} open={open} depth={0} />
    </div>
  )
}

function Branch({ value, open, depth }: { readonly value: object; readonly open: boolean; readonly depth: number }) {
  const [shown, setShown] = useState(shownAtOnce)
  if (depth > deepest) return <Text size="sm">{words.deep}</Text>
  const entries = Object.entries(value)
  const isList = Array.isArray(value)
  return (
    <ul className={classes.entries}>
      {entries.slice(0, shown).map(([name, inner]) => (
        <li key={name} className={classes.entry}>
          {isBranch(inner) ? (
            <Folded
              name={isList ? <Entry at={name} inner={inner} /> : <Name name={name} />}
              inner={inner}
              open={open && depth === 0 && !isList && entries.length <= 4}
              depth={depth + 1}
            />
          ) : (
            <>
              <Name name={isList ? String(Number(name) + 1) : name} /> <Leaf value={inner} />
            </>
          )}
        </li>
      ))}
      {entries.length > shown && (
        <li>
          <Button size="compact-sm" variant="default" onClick={() => setShown(shown + shownAtOnce)}>
            {words.moreEntries(Math.min(shownAtOnce, entries.length - shown))}
          </Button>
        </li>
      )}
    </ul>
  )
}

/** Made only when it is unfolded: an answer may have thousands of parts. */
function Folded(props: {
  readonly name: ReactNode
  readonly inner: object
  readonly open: boolean
  readonly depth: number
}) {
  const { name, inner, depth } = props
  const [open, setOpen] = useState(props.open)
  const size = Object.keys(inner).length
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={classes.summary}>
        {name} <span className={classes.size}>{Array.isArray(inner) ? words.entries(size) : words.fields(size)}</span>
      </summary>
      {open && <Branch value={inner} open={false} depth={depth} />}
    </details>
  )
}

/** One of a list, told from the others by what names such things. */
function Entry({ at, inner }: { readonly at: string; readonly inner: object }) {
  const label = namesOf(inner)
  return (
    <>
      <Name name={String(Number(at) + 1)} /> {label !== '' && <RemoteText text={label} most={80} />}
    </>
  )
}

function Name({ name }: { readonly name: string }) {
  return <bdi className={classes.name}>{plain(name, 80)}</bdi>
}

function Leaf({ value }: { readonly value: unknown }) {
  if (typeof value === 'string' && value !== '') return <RemoteText text={value} most={240} />
  return <span className={classes.scalar}>{value === undefined ? 'null' : JSON.stringify(value)}</span>
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function namesOf(inner: object): string {
  const { title, name, slug, label, id } = inner as Readonly<Record<string, unknown>>
  for (const one of [title, name, label, slug, id]) {
    if (typeof one === 'string' && one !== '') return one
    if (typeof one === 'number') return String(one)
    if (typeof one !== 'object' || one === null) continue
    const { raw, rendered } = one as Readonly<Record<string, unknown>>
    const text = typeof raw === 'string' && raw !== '' ? raw : rendered
    if (typeof text === 'string' && text !== '') return text
  }
  return ''
}
