/**
 * A button that waits for the hub is disabled meanwhile, and browsers take the focus from what is disabled. Gives it back when
 * the waiting is over, unless the reader is elsewhere by then. For the whole page, once.
 */
export function keepFocus(): void {
  let last: Element | null = null
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : null
  })
  // Whoever points elsewhere is elsewhere, also where nothing takes the focus.
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && last?.contains(target) !== true) last = null
  })
  new MutationObserver((changes) => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    for (const { target } of changes)
      if (isLost && target === last && target instanceof HTMLElement && !target.hasAttribute('disabled'))
        target.focus({ preventScroll: true })
  }).observe(document.body, { subtree: true, attributeFilter: ['disabled'] })
}
