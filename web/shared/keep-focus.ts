/** In ms: dialogs and menus give the focus back by themselves when they close. */
const patience = 100
/** Parts of a page that have a name to be read. */
const parts = 'main section, [role=toolbar], [role=dialog]'

/**
 * Browsers drop the focus with what had it, and keyboard and screen reader would begin anew at the top. For the whole page, once:
 * a button that waits for the hub, and is disabled meanwhile, gets the focus back when the waiting is over; where a button
 * went, the part of the page that it stood in gets it, or the heading. Unless the reader is elsewhere by then.
 */
export function keepFocus(): void {
  let last: Element | null = null
  let around: readonly Element[] = []
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : null
    const own = listParts(last)
    // Behind a dialog waits the part that it was opened from.
    around = last?.closest('[role=dialog]') == null ? own : [...new Set([...own, ...around])]
  })
  // Whoever points elsewhere is elsewhere, also where nothing takes the focus.
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && last?.contains(target) !== true) last = null
  })
  new MutationObserver((changes) => {
    if (last === null || !isLost()) return
    if (!last.isConnected) {
      const gone = last
      setTimeout(() => {
        if (last === gone && isLost()) goOnIn(around)
      }, patience)
      return
    }
    for (const { type, target } of changes)
      if (type === 'attributes' && target === last && !last.hasAttribute('disabled')) focus(last)
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] })
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** The innermost first. */
function listParts(start: Element | null): Element[] {
  const part = start?.closest(parts) ?? null
  return part === null ? [] : [part, ...listParts(part.parentElement)]
}

function goOnIn(around: readonly Element[]): void {
  const part = around.find(({ isConnected }) => isConnected) ?? document.querySelector('main h1')
  if (part === null) return
  if (!part.hasAttribute('tabindex')) part.setAttribute('tabindex', '-1')
  focus(part)
}

function focus(element: Element): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true })
}
