import { useEffect, useRef, useState } from 'react'
import { useHubState } from '../api/hub-state.ts'
import { shell } from '../texts/en/shell.ts'
import classes from './hub-banner.module.css'

const goodbyeMilliseconds = 4000

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
  const tone = state === 'up' ? (back ? 'back' : null) : state
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
