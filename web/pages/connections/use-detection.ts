import { useCallback, useEffect } from 'react'
import { client } from '../../api/client.ts'
import { hubState } from '../../api/hub-state.ts'
import { type FollowedDiagnosis, useFollowedDiagnosis } from '../../shared/use-followed-diagnosis.ts'

export type Detected = FollowedDiagnosis

/** In ms, after the last letter. */
const patience = 700

/**
 * Looks at the site of an address when the typing stops, where it looks like an address; and whatever it looks like, when it
 * is asked for by the function. A look that the hub was not there for is taken again when it is.
 */
export function useDetection(address: string): readonly [Detected, () => void] {
  const [followed, follow, reset] = useFollowedDiagnosis()
  const typed = address.trim()
  const look = useCallback(() => {
    if (typed !== '') void follow((signal) => client.sites.follow({ address: typed }, { signal }))
  }, [typed, follow])
  useEffect(() => {
    reset()
    if (!looksLikeAddress(typed)) return
    const timer = setTimeout(look, patience)
    return () => clearTimeout(timer)
  }, [typed, look, reset])
  const failed = followed.error !== null
  useEffect(() => (failed ? hubState.onRecovered(look) : undefined), [failed, look])
  return [followed, look]
}

/** `shop.example`, `localhost:8080`, `https://…`: anything with a dot, a port or a scheme that does not end in the middle. */
function looksLikeAddress(text: string): boolean {
  return /^(?:https?:\/\/)?[^\s/]+(?:\.[^\s./]{2,}|:\d{2,5}|\.\d{1,3}|\])(?:[:/].*)?$/i.test(text)
}
