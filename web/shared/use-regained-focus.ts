import { type RefObject, useEffect, useRef } from 'react'

/**
 * The ref of what takes the focus when a change of `state` took away what had it: a form that becomes a sentence, a bar that
 * closes. Else keyboards begin anew at the top of the page. What is no control needs `tabIndex={-1}`.
 */
export function useRegainedFocus<T extends HTMLElement>(state: unknown): RefObject<T | null> {
  const place = useRef<T>(null)
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state && isLost()) place.current?.focus()
    before.current = state
  }, [state])
  return place
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}
