import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordpress } from '../wordpress/site.ts'
import { browser } from './browser.ts'
import { editorBlocks, loginToWordPress } from './wordpress-admin.ts'

let chromium: Browser

beforeAll(async () => {
  chromium = await browser()
})

afterAll(() => chromium.close())

test.each(process.env.DEEP === undefined ? (['newest'] as const) : (['oldest', 'newest'] as const))(
  'the editor of the %s WordPress tells valid blocks from broken ones',
  async (version) => {
    const site = await wordpress({ version })
    const content = [
      '<!-- wp:paragraph -->\n<p>Good</p>\n<!-- /wp:paragraph -->',
      '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n<p>Inner</p>\n<!-- /wp:paragraph --></blockquote>\n<!-- /wp:quote -->',
      '<!-- wp:heading -->\n<p>Broken</p>\n<!-- /wp:heading -->',
    ].join('\n\n')
    const id = await site.php(
      `return wp_insert_post(['post_title' => 'Blocks', 'post_author' => 1, 'post_content' => wp_slash(${JSON.stringify(content)})]);`,
    )
    const page = await chromium.newPage()
    await loginToWordPress(page, site, site.users.administrator)
    const seen = await editorBlocks(page, site, Number(id))
    await page.close()
    expect(seen.raw).toBe(content)
    expect(seen.blocks.map(({ name, isValid }) => [name, isValid])).toEqual([
      ['core/paragraph', true],
      ['core/quote', true],
      ['core/heading', false],
    ])
    expect(seen.blocks[1]?.innerBlocks).toMatchObject([{ name: 'core/paragraph', isValid: true }])
    expect(seen.serialized.startsWith('<!-- wp:paragraph -->\n<p>Good</p>')).toBe(true)
  },
)

test('the approval page says that Wordfence is why', async () => {
  const site = await wordpress({ quirks: ['wordfence'] })
  const page = await chromium.newPage()
  await loginToWordPress(page, site, site.users.author)
  const answer = await page.goto(`${site.coreUrl}/wp-admin/authorize-application.php?app_name=Test`)
  expect(answer?.status()).toBe(501)
  expect(await page.textContent('body')).toContain('Application passwords have been disabled by Wordfence.')
  await page.close()
})

test('a browser that was given the certificate of a site opens it by https, under a name', async () => {
  const site = await wordpress({ scheme: 'https' })
  const trusting = await browser({ accept: [site.ca] })
  const page = await trusting.newPage()
  const answer = await page.goto(`https://some.wordpress.test:${site.port}/`)
  expect(answer?.status()).toBe(200)
  await trusting.close()
})

test('a browser without it does not', async () => {
  const site = await wordpress({ scheme: 'https' })
  const page = await chromium.newPage()
  await expect(page.goto(site.url)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
  await page.close()
})
