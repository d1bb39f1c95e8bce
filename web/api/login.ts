let leaving = false

/** Sends the browser to the login, and after it back here. Drafts are kept: see `useDraft`. */
export function goToLogin(): void {
  if (leaving) return
  leaving = true
  const { pathname, search, hash } = location
  location.assign(`/login?${new URLSearchParams({ next: pathname + search + hash })}`)
}
