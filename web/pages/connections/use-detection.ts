import { useEffect } from 'react'
import { client } from '../../api/client.ts'
import { type FollowedDiagnosis, useFollowedDiagnosis } from '../../shared/use-followed-diagnosis.ts'

export type Detected = FollowedDiagnosis

/** In ms, after the last letter. */
const patience = 700

/** Looks at the site of an address when the typing stops. Nothing is asked before it looks like an address. */
export function useDetection(address: string): Detected {
  const [followed, follow, reset] = useFollowedDiagnosis()
  const typed = address.trim()
  useEffect(() => {
    reset()
    if (!looksLikeAddress(typed)) return
    const timer = setTimeout(
      () => void follow((signal) => client.sites.follow({ address: typed }, { signal })),
      patience,
    )
    return () => clearTimeout(timer)
  }, [typed, follow, reset])
  return followed
}

/** `shop.example`, `localhost:8080`, `https://…`: anything with a dot, a port or a scheme that does not end in the middle. */
function looksLikeAddress(text: string): boolean {
  return /^(?:https?:\/\/)?[^\s/]+(?:\.[^\s./]{2,}|:\d{2,5}|\.\d{1,3}|\])(?:[:/].*)?$/i.test(text)
}
