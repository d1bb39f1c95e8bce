import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addUser } from '../hub/people.ts'
import { makePicture } from '../publishing/picture.ts'
import { listViolations } from './axe.ts'
import { provideDesk } from './desk.ts'
import { dropFiles, paste } from './give-files.ts'
import { sessionOf } from './session.ts'
import { addArticle, ask, textOf, type } from './writing.ts'

const desk = provideDesk()
const script = '<img src=x onerror="planted=1"><script>planted=1</script>'

test('an article is written with an image, seen as blocks, saved by keyboard, and found in the list', async () => {
  const page = await desk.open(desk.at('articles'))
  await page.getByRole('link', { name: 'New article' }).first().click()
  await page.getByLabel('Title', { exact: true }).fill('Slow leaves')
  await type(page, 'Mist, slopes and ')
  await page.getByRole('button', { name: 'Bold (Ctrl+B)' }).click()
  await page.keyboard.type('patience')
  const file = { name: 'leaf.png', mimeType: 'image/png', buffer: makePicture(9) }
  await page.locator('input[type=file]').first().setInputFiles(file)
  await textOf(page).getByText('leaf-').waitFor()
  const frame = page.frameLocator('iframe[title="The article as blocks"]')
  await frame.locator('strong', { hasText: 'patience' }).waitFor()
  expect(await frame.locator('img').getAttribute('src')).toMatch(/^data:image\/png/)
  await page.getByLabel('Slug').fill('slow-leaves')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/articles\/art_/)
  await page.getByText('Version 1, saved').waitFor()
  await page.getByRole('link', { name: 'Articles' }).first().click()
  await page.getByRole('link', { name: 'Slow leaves' }).waitFor()
  await page.getByRole('row', { name: 'Slow leaves' }).getByText('nowhere yet').waitFor()
  expect(desk.complaints).toEqual([])
})

test('images that are dropped and pasted stand where they were put, and say what they show', async () => {
  const article = await addArticle(desk, 'With pictures', 'Before.\n\n\n\nAfter.')
  const page = await desk.open(desk.at(`articles/${article}`))
  const text = textOf(page)
  await text.getByText('After.').waitFor()
  const line = await page.locator('.cm-line').nth(2).boundingBox()
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-drop-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [first, second, words, huge, fake] = ['leaf [old].png', 'bud.png', 'words.txt', 'huge.png', 'fake.png'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string, string]
  writeFileSync(first, makePicture(31))
  writeFileSync(second, makePicture(32))
  for (const path of [words, fake]) writeFileSync(path, 'No image, and no text for an editor either')
  writeFileSync(huge, Buffer.concat([makePicture(33), Buffer.alloc(31 * 1024 * 1024)]))
  const place = { x: (line?.x ?? 0) + 30, y: (line?.y ?? 0) + (line?.height ?? 0) / 2 }
  const written = () => page.locator('.cm-line').allTextContents()
  await dropFiles(page, [first, second], place)
  const about = page.getByRole('textbox', { name: 'What does the image show?' })
  await about.waitFor()
  const both = [
    /^!\[leaf \\\[old\\\]\]\(images\/leaf-old-[0-9a-f]+\.png\)$/,
    /^!\[bud\]\(images\/bud-[0-9a-f]+\.png\)$/,
  ]
  const [leaf, bud] = both.map((pattern) => expect.stringMatching(pattern))
  expect(await written()).toEqual(['Before.', '', leaf, '', bud, '', 'After.'])
  expect(await listViolations(page)).toEqual([])
  await about.fill('A leaf [in May]')
  await page.keyboard.press('Enter')
  await expect.poll(() => about.inputValue()).toBe('bud')
  await page.getByRole('button', { name: 'Done' }).click()
  await about.waitFor({ state: 'detached' })
  expect((await written())[2]).toContain('![A leaf \\[in May\\]](images/leaf-old-')

  // The cursor is back in the text: what is refused takes nothing of it, and what is typed meanwhile stays.
  const before = await written()
  await dropFiles(page, [words, huge, fake], place)
  await page.getByText('words.txt is no image').waitFor()
  await page.getByText('huge.png is too large').waitFor()
  await page.getByText('fake.png is not an image').waitFor()
  expect(await written()).toEqual(before)
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Then ')
  await paste(page, { 'image/png': makePicture(34) })
  await about.fill('A bud')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' more.')
  const pasted = expect.stringMatching(/^!\[A bud\]\(images\/image-[0-9a-f]+\.png\) more\.$/)
  expect((await written()).slice(-3)).toEqual(['After. Then ', '', pasted])
  // What an office program copies is its text, not the picture of it.
  await paste(page, { 'text/plain': Buffer.from(' Cells'), 'image/png': makePicture(35) })
  await expect.poll(async () => (await written()).at(-1)).toMatch(/more\. Cells$/)

  // Beside the text, the page stays.
  const title = await page.getByLabel('Title', { exact: true }).boundingBox()
  await dropFiles(page, [first], { x: (title?.x ?? 0) + 20, y: (title?.y ?? 0) + 10 })
  await textOf(page).focus()
  await page.keyboard.press('Control+s')
  await page.getByText('Version 2, saved').waitFor()
  const frame = page.frameLocator('iframe[title="The article as blocks"]')
  await frame.getByAltText('A leaf [in May]').waitFor({ state: 'attached' })
  await frame.getByAltText('A bud').waitFor({ state: 'attached' })
  // But for the one that the hub refused.
  expect(desk.complaints.filter((line) => !line.includes('Failed to load resource'))).toEqual([])
})

test('an image that never comes does not keep the preview from what is typed', async () => {
  const article = await addArticle(desk, 'Far pictures', 'Before.\n\n![Far](https://slow.example/far.png)')
  const page = await desk.open('/help')
  const asked = page.waitForRequest('https://slow.example/**')
  // Never answered.
  await page.route('https://slow.example/**', () => undefined)
  await page.goto(desk.at(`articles/${article}`))
  await asked
  await type(page, ' Typed.')
  await page.frameLocator('iframe[title="The article as blocks"]').getByText('Typed.').waitFor()
})

test('what two people write at once is shown to the second, who keeps theirs or takes the other, and loses nothing', async () => {
  const article = await addArticle(desk, 'Two hands', 'The first line.')
  const page = await desk.open(desk.at(`articles/${article}`))
  await page.getByText('Version 1, saved').waitFor()
  await type(page, ' And mine.')
  const body = { format: 'markdown', text: 'The first line. And theirs.' }
  await ask(desk, `articles/${article}`, { version: 1, content: { title: 'Two hands', body } }, 'PUT')
  // Told by the hub's event, before anything is saved.
  const panel = page.getByRole('alert').filter({ hasText: 'Somebody saved version 2' })
  await panel.waitFor()
  await panel.getByText('+The first line. And mine.').waitFor()
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await textOf(page).getByText('And theirs.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await textOf(page).getByText('And mine.').waitFor()
  await page.getByRole('button', { name: 'Save mine as the next version' }).click()
  await page.getByText('Version 3, saved').waitFor()
  await page.getByRole('link', { name: 'Versions' }).click()
  await page.getByRole('button', { name: 'Look at version 2' }).click()
  await page.getByText('-The first line. And theirs.').waitFor()
  await page.getByRole('button', { name: 'Restore version 2' }).click()
  await page.getByText('Version 2 is the newest again').waitFor()
  await page.getByRole('row', { name: 'Version 4' }).getByText('newest').waitFor()
})

test('what is typed outlives a reload, and is given up only by saying so', async () => {
  const article = await addArticle(desk, 'Kept', 'Saved.')
  const page = await desk.open(desk.at(`articles/${article}`))
  await type(page, ' Typed.')
  await page.getByText('Not saved yet; kept in this browser').waitFor()
  await page.reload()
  await textOf(page).getByText('Saved. Typed.').waitFor()
  await page.getByRole('button', { name: 'Give up changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Give up changes' }).click()
  await page.getByText('Version 1, saved').waitFor()
  expect(await textOf(page).textContent()).toBe('Saved.')
})

test('a viewer reads and finds no way to write, and the hub refuses it too', async () => {
  const article = await addArticle(desk, 'Read me', 'Words.')
  const viewer = await addUser(desk.test, { project: desk.project, role: 'viewer' })
  const page = await desk.open(desk.at('articles'), { user: viewer })
  await page.getByRole('link', { name: 'Read me' }).waitFor()
  expect(await page.getByRole('link', { name: 'New article' }).count()).toBe(0)
  expect(await page.getByRole('checkbox').count()).toBe(0)
  await page.getByRole('link', { name: 'Read me' }).click()
  await page.getByText('You may read in this project').waitFor()
  await textOf(page).click()
  await page.keyboard.type('x')
  expect(await textOf(page).textContent()).toBe('Words.')
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Publish', exact: true }).click()
  await page.getByText('It is nowhere yet').waitFor()
  expect(await page.getByRole('button', { name: /Publish/ }).count()).toBe(0)
  const session = await sessionOf(desk.url, viewer)
  const content = { title: 'Mine', body: { format: 'markdown', text: 'x' } }
  const json = { project: desk.project.id, content }
  expect(await session.call('/api/v1/articles', { json })).toMatchObject({ status: 403 })
  const put = { method: 'PUT', json: { ...json, version: 1 } }
  expect(await session.call(`/api/v1/articles/${article}`, put)).toMatchObject({ status: 403 })
})

test('titles and texts of others run nothing, in lists, editor, preview and versions', async () => {
  const article = await addArticle(desk, `T ${script}`, `${script}\n\n<a href="javascript:planted=1">x</a>`)
  const page = await desk.open(desk.at('articles'))
  for (const path of [
    'articles',
    `articles/${article}`,
    `articles/${article}/versions`,
    `articles/${article}/publish`,
  ]) {
    await page.goto(desk.at(path))
    await page.getByText('onerror').first().waitFor()
    if (path.endsWith('versions')) await page.getByRole('button', { name: 'Look at version 1' }).click()
    if (!path.endsWith('publish') && path !== 'articles')
      await page.frameLocator('iframe').getByText('x', { exact: true }).waitFor({ state: 'attached' })
    expect([path, await page.evaluate('typeof planted')]).toEqual([path, 'undefined'])
    expect(await page.locator('img[src="x"], script:not([nonce])').count()).toBe(0)
    for (const frame of page.frames()) expect(await frame.evaluate('typeof planted')).toBe('undefined')
  }
})

test('files that are dropped become articles, with their images, and each says what became of it', async () => {
  const page = await desk.open(desk.at('articles/import'))
  const text = '---\ntitle: From a file\nstatus: draft\n---\n\n![A leaf](pictures/leaf.png)\n'
  await page.locator('input[type=file]').setInputFiles([
    { name: 'one.md', mimeType: 'text/markdown', buffer: Buffer.from(text) },
    { name: 'bad.md', mimeType: 'text/markdown', buffer: Buffer.from('# Bad\n\n![Nowhere](nowhere.png)') },
    { name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from('title,body\nRow one,Text\nRow two,Text\n') },
    { name: 'leaf.png', mimeType: 'image/png', buffer: makePicture(12) },
    { name: 'other.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('x') },
  ])
  await page.getByText('3 files and 1 image').waitFor()
  await page.getByText('being neither text nor image: other.exe').waitFor()
  await page.getByRole('button', { name: 'Import', exact: true }).first().click()
  await page.getByText('3 of 3 files').waitFor()
  await page.getByRole('row', { name: 'one.md' }).getByText('new').waitFor()
  await page.getByRole('row', { name: 'bad.md' }).getByText('failed').waitFor()
  await page
    .getByRole('row', { name: /many\.csv#/ })
    .nth(1)
    .waitFor()
  await page.getByRole('link', { name: 'From a file' }).click()
  const frame = page.frameLocator('iframe[title="The article as blocks"]')
  await frame.locator('img[src^="data:image/png"]').waitFor({ state: 'attached' })
})

test('a title that is cut in a link has no button in it, and leads where the link leads', async () => {
  const article = await addArticle(desk, `Long ${'and longer '.repeat(40)}`, 'Words.')
  const page = await desk.open(desk.at('articles'))
  const link = page.getByRole('link', { name: 'Long and longer' })
  await link.waitFor()
  expect(await page.locator('a button').count()).toBe(0)
  expect(await listViolations(page)).toEqual([])
  await link.click()
  await page.waitForURL(new RegExp(article))
})
