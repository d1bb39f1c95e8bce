const key = 'pressroom.reloaded'

/**
 * A page of an earlier version asks for parts that a newer hub no longer has: it is loaded anew, drafts kept. Once a minute
 * at most: a part that is missing for another reason must not make the browser go round.
 */
export function reloadForNewVersion(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(key) ?? 0)
    if (Date.now() - last < 60_000) return
    event.preventDefault()
    sessionStorage.setItem(key, String(Date.now()))
    location.reload()
  })
}
