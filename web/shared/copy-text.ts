/** Copies a text; false where the browser does not. On addresses without https it only does so the old way, by a selection. */
export async function copyText(text: string): Promise<boolean> {
  if ('clipboard' in navigator)
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // It was not allowed: the old way may be.
    }
  return copySelection(text)
}

function copySelection(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'visually-hidden'
  // Beside what has the focus: a dialog takes it back from everything outside.
  ;(before?.parentElement ?? document.body).append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return copied
}
