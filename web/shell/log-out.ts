import { forgetDrafts } from '../shared/use-draft.ts'

const key = 'pressroom.out'

/** By a form, as the pages without scripts do: the answer ends the session and leads to the first page. */
export function logOut(): void {
  forgetDrafts()
  try {
    // Tells the other tabs.
    localStorage.setItem(key, new Date().toISOString())
  } catch {
    // A browser that keeps nothing: they find out with their next request.
  }
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/logout'
  document.body.append(form)
  form.submit()
}

/** Leaves this page when somebody logs out in another tab: what stands on it is no longer for whoever sits there. */
export function followLogOut(): () => void {
  const leave = (event: StorageEvent): void => {
    if (event.key !== key || event.newValue === null) return
    forgetDrafts()
    location.assign('/')
  }
  addEventListener('storage', leave)
  return () => removeEventListener('storage', leave)
}
