import { useCallback, useEffect, useRef, useState } from 'react'

const prefix = 'pressroom.draft.'
const largest = 2 * 1024 * 1024
const patience = 250

export interface DraftOptions<T> {
  /** Fields that are never written down: passwords, keys, codes. */
  readonly secret?: readonly (keyof T & string)[]
  /** Kept when the browser is closed, too, until it is discarded. For long texts. */
  readonly lasting?: boolean
}

/**
 * State of a form that survives a reload, a crash of the hub, and a login in between. Kept in this browser alone, under `key`
 * (`connect.${project}`); `discard` when it was sent, which also goes back to `initial`. All drafts go at logout.
 */
export function useDraft<T extends object>(
  key: string,
  initial: T,
  options: DraftOptions<T> = {},
): readonly [T, (change: Partial<T>) => void, () => void] {
  const { secret = [], lasting = false } = options
  const hidden = secret.join()
  const first = useRef(initial)
  const [value, setValue] = useState<T>(() => ({ ...initial, ...read<T>(key, hidden, lasting) }))
  const touched = useRef(false)

  useEffect(() => {
    if (!touched.current) return
    const write = () => keep(key, value, hidden, lasting)
    const timer = setTimeout(write, patience)
    // A page that is left at once must not lose the last letters.
    addEventListener('pagehide', write)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', write)
      if (touched.current) write()
    }
  }, [key, value, hidden, lasting])

  const change = useCallback((part: Partial<T>) => {
    touched.current = true
    setValue((before) => ({ ...before, ...part }))
  }, [])
  const discard = useCallback(() => {
    touched.current = false
    attempt(() => store(lasting).removeItem(prefix + key))
    setValue(first.current)
  }, [key, lasting])
  return [value, change, discard]
}

/** Writes a draft for a form that is yet to be opened. */
export function putDraft(key: string, value: object, lasting: boolean): void {
  keep(key, value, '', lasting)
}

/** The lasting drafts under keys that begin so. */
export function listDrafts<T>(start: string): { readonly key: string; readonly value: Partial<T> }[] {
  const keys: string[] = []
  attempt(() => keys.push(...Object.keys(store(true)).filter((name) => name.startsWith(prefix + start))))
  return keys
    .map((name) => name.slice(prefix.length))
    .map((key) => ({ key, value: read<T>(key, '', true) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Gives up a lasting draft of a form that is not open. */
export function dropDraft(key: string): void {
  attempt(() => store(true).removeItem(prefix + key))
}

const tabKey = 'pressroom.tab'
let tab: string | null = null

/** A name of this tab, for the key of a draft that other tabs have as well. The same after a reload. */
export function tabName(): string {
  attempt(() => {
    tab ??= sessionStorage.getItem(tabKey)
  })
  // Pages without https have no randomUUID.
  tab ??= `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`
  const name = tab
  attempt(() => sessionStorage.setItem(tabKey, name))
  return name
}

let forgotten = false

/** For logout: the next person at this browser sees nothing of it. Forms that are still open write nothing more. */
export function forgetDrafts(): void {
  forgotten = true
  for (const lasting of [true, false]) {
    attempt(() => {
      const kept = store(lasting)
      for (const name of Object.keys(kept)) if (name.startsWith(prefix)) kept.removeItem(name)
    })
  }
}

function store(lasting: boolean): Storage {
  return lasting ? localStorage : sessionStorage
}

function keep(key: string, value: object, hidden: string, lasting: boolean): void {
  const names = namesOf(hidden)
  if (forgotten) return
  const text = JSON.stringify(value, (name, field: unknown) => (names.includes(name) ? undefined : field))
  if (text.length <= largest) attempt(() => store(lasting).setItem(prefix + key, text))
}

/** The empty name is the draft itself, to `JSON.stringify`. */
function namesOf(hidden: string): string[] {
  return hidden === '' ? [] : hidden.split(',')
}

function read<T>(key: string, hidden: string, lasting: boolean): Partial<T> {
  let kept: unknown = null
  attempt(() => {
    kept = JSON.parse(store(lasting).getItem(prefix + key) ?? 'null')
  })
  if (typeof kept !== 'object' || kept === null) return {}
  const names = namesOf(hidden)
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name))) as Partial<T>
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // A browser that keeps nothing, or has no room left, only loses the draft; the form works on.
  }
}
