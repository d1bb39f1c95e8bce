import type { Page } from 'playwright-core'

/** Drops files of this machine onto a page at a place, as a person drags them in from their folder. */
export async function dropFiles(page: Page, paths: readonly string[], at: { x: number; y: number }): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}

/** Puts things into the clipboard by their types, in base64, and pastes them. Leaves the browser's context with the right to it. */
export async function paste(page: Page, things: Readonly<Record<string, Buffer>>): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const parts = Object.entries(things).map(
    ([type, bytes]) =>
      `'${type}': new Blob([Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0))], { type: '${type}' })`,
  )
  await page.evaluate(`navigator.clipboard.write([new ClipboardItem({ ${parts.join(', ')} })])`)
  await page.keyboard.press('Control+v')
}
