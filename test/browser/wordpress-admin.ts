import type { Page } from 'playwright-core'
import type { Site } from '../wordpress/site.ts'
import type { SiteUser } from '../wordpress/site-options.ts'

/** A block as the block editor understands it. */
export interface EditorBlock {
  readonly name: string
  /** False where the editor would offer to "attempt recovery". */
  readonly isValid: boolean
  readonly attributes: Readonly<Record<string, unknown>>
  readonly innerBlocks: readonly EditorBlock[]
}

/** What the editor makes of a post. */
export interface EditorContent {
  readonly blocks: readonly EditorBlock[]
  /** The stored content, as it came. */
  readonly raw: string
  /** The same, parsed and written again by this version's editor: equal to `raw` when it is in canonical form. */
  readonly serialized: string
}

/** Logs in by the login form, as a person does. */
export async function loginToWordPress(page: Page, site: Site, user: SiteUser): Promise<void> {
  await page.goto(`${site.coreUrl}/wp-login.php`)
  // Not typed: after a moment the form's own script moves the focus to the name, and the password with it.
  const set = (field: object, value: string) => void Object.assign(field, { value })
  await page.locator('#user_login').evaluate(set, user.username)
  await page.locator('#user_pass').evaluate(set, user.password)
  await page.click('#wp-submit')
  await page.waitForURL(/\/wp-admin\//)
}

/** Opens a post in the block editor (the page must be logged in) and asks the editor what it sees. 3 to 6 s. */
export async function editorBlocks(page: Page, site: Site, postId: number): Promise<EditorContent> {
  await page.goto(`${site.coreUrl}/wp-admin/post.php?post=${postId}&action=edit`)
  await page.waitForFunction(isEditorReady, postId, { timeout: 30_000 })
  const text = await page.evaluate(readEditor)
  return JSON.parse(text) as EditorContent
}

// The two functions below run in the page: they see its globals, and nothing of this file.

interface EditorWindow {
  readonly wp?: {
    readonly data?: { select(store: string): EditorStore | undefined }
    readonly blocks: { parse(text: string): unknown[]; serialize(blocks: unknown[]): string }
  }
}

interface EditorStore {
  getCurrentPostId(): number | null
  getCurrentPost(): { readonly content?: string | { readonly raw: string } }
  getBlocks(): EditorBlock[]
}

function isEditorReady(id: number): boolean {
  const data = (globalThis as EditorWindow).wp?.data
  if (data?.select('core/editor')?.getCurrentPostId() !== id) return false
  // The blocks are there a moment after the post.
  const { content = '' } = data.select('core/editor')?.getCurrentPost() ?? {}
  const isEmpty = (typeof content === 'string' ? content : content.raw).trim() === ''
  return isEmpty || (data.select('core/block-editor')?.getBlocks().length ?? 0) > 0
}

function readEditor(): string {
  const { wp } = globalThis as EditorWindow
  const editor = wp?.data?.select('core/editor')
  const store = wp?.data?.select('core/block-editor')
  if (wp === undefined || editor === undefined || store === undefined) throw new Error('The block editor is gone')
  const { content = '' } = editor.getCurrentPost()
  const raw = typeof content === 'string' ? content : content.raw
  const pick = ({ name, isValid, attributes, innerBlocks }: EditorBlock): EditorBlock => ({
    name,
    isValid,
    attributes,
    innerBlocks: innerBlocks.map(pick),
  })
  const blocks = store.getBlocks().map(pick)
  return JSON.stringify({ blocks, raw, serialized: wp.blocks.serialize(wp.blocks.parse(raw)) })
}
