// Whether the reader has gone to another page whose heading has not been given the focus yet. The first page is not gone to.
let gone = false

/** For the router: the path has changed. */
export function noteNavigation(): void {
  gone = true
}

/** True once after each change of page. */
export function takeNavigation(): boolean {
  const taken = gone
  gone = false
  return taken
}

// Whether a page is being loaded because the reader goes there, and not because they may. The first page is.
let going = true

/** For the router: a page begins to load, or stands. */
export function noteGoing(is: boolean): void {
  going = is
}

export function isGoing(): boolean {
  return going
}
