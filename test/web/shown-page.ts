import type { Page } from 'playwright-core'
import type { Desk } from './desk.ts'

/** A page that is checked and photographed at every width and in both themes. */
export interface ShownPage {
  /** The name of its pictures. */
  readonly name: string
  /** Where it is; makes what the page needs to be worth a look, once. */
  readonly prepare: (desk: Desk) => string | Promise<string>
  /** Goes on until it looks as wanted: opens a dialog, waits for what is loaded. Default: waits for the heading. */
  readonly arrive?: (page: Page) => Promise<void>
  /** Seen by whoever is not logged in. */
  readonly stranger?: boolean
}
