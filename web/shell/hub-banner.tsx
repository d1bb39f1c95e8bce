import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useHubState } from '../api/hub-state.ts'
import { shell } from '../texts/en/shell.ts'
import classes from './hub-banner.module.css'

const goodbyeMilliseconds = 4000
const patienceMilliseconds = 6000

/** Says that the hub is away or slow, and that it is back. */
export function HubBanner() {
  const state = useHubState()
  const wasDown = useRef(false)
  const [back, setBack] = useState(false)
  useEffect(() => {
    if (state === 'down') wasDown.current = true
    if (state !== 'up' || !wasDown.current) return
    wasDown.current = false
    setBack(true)
    const timer = setTimeout(() => setBack(false), goodbyeMilliseconds)
    return () => clearTimeout(timer)
  }, [state])
  const late = useLatePage()
  const tone = state === 'up' ? (late ? 'slow' : back ? 'back' : null) : state
  return (
    <div role="status" aria-live="polite">
      {tone !== null && (
        <p className={classes.banner} data-tone={tone}>
          {shell[tone]}
        </p>
      )}
    </div>
  )
}

/** Whether the script of a page has been on its way for long. */
function useLatePage(): boolean {
  const loading = useRouterState({ select: ({ isLoading }) => isLoading })
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!loading) return
    const timer = setTimeout(() => setLate(true), patienceMilliseconds)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [loading])
  return late
}
