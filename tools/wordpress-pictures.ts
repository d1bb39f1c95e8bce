/**
 * Makes the pictures of WordPress that the wizard shows, from a real one: `node tools/wordpress-pictures.ts`. They are
 * committed, so that nobody needs a WordPress to build the pages; run it again when WordPress looks different.
 */
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { browser } from '../test/browser/browser.ts'
import { loginToWordPress } from '../test/browser/wordpress-admin.ts'
import { wordpress } from '../test/wordpress/site.ts'

const folder = join(import.meta.dirname, '../web/pages/connections/pictures')

const site = await wordpress()
const chromium = await browser()
try {
  const context = await chromium.newContext({ viewport: { width: 900, height: 700 }, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await loginToWordPress(page, site, site.users.author)
  const query = new URLSearchParams({ app_name: 'Pressroom', app_id: crypto.randomUUID() })
  await page.goto(`${site.coreUrl}/wp-admin/authorize-application.php?${query}`)
  await picture(page, 'approve', page.locator('.auth-app-card').first(), page.locator('#approve'))
  await page.click('#approve')
  const shown = page.locator('#new-application-password-value')
  await shown.waitFor()
  await picture(page, 'password', page.locator('.auth-app-card').first(), shown)
  await page.goto(`${site.coreUrl}/wp-admin/profile.php`)
  await page.fill('#new_application_password_name', 'Pressroom')
  // Passwords that are there already are nobody's business.
  await page.addStyleTag({ content: '.application-passwords-list-table-wrapper { display: none }' })
  await page.addStyleTag({ content: '#application-passwords-section { padding: 16px }' })
  const section = page.locator('#application-passwords-section')
  await picture(page, 'profile', section, page.locator('#do_new_application_password'))
} finally {
  await chromium.close()
  await site.close()
}
process.exit()

/** A part of the page, with a frame around what matters in it. */
async function picture(page: Page, name: string, part: Locator, target: Locator): Promise<void> {
  const frame = { outline: '3px solid #d63638', outlineOffset: '3px' }
  await target.evaluate((element: { readonly style: object }, style) => void Object.assign(element.style, style), frame)
  await part.scrollIntoViewIfNeeded()
  const bytes = await part.screenshot()
  const file = join(folder, `${name}.webp`)
  const { width, height, size } = await sharp(bytes)
    .resize({ width: 1200, withoutEnlargement: true })
    .webp({ quality: 70 })
    .toFile(file)
  console.log(`${name}.webp ${width} × ${height}, ${size} bytes (${page.url().split('?')[0]})`)
}
