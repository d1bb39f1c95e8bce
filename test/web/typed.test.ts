import { expect, test } from 'vitest'
import { makePicture } from '../publishing/picture.ts'
import { provideDesk } from './desk.ts'
import { addArticle, ask, textOf, type } from './writing.ts'

const desk = provideDesk()

test('what was typed and taken back is no conflict with what somebody else saves', async () => {
  const article = await addArticle(desk, 'Second thoughts', 'The first line.')
  const page = await desk.open(desk.at(`articles/${article}`))
  await page.getByText('Version 1, saved').waitFor()
  await type(page, 'x')
  await page.getByText('Not saved yet').waitFor()
  await page.keyboard.press('Backspace')
  await page.getByText('Version 1, saved').waitFor()
  const body = { format: 'markdown', text: 'Their line.' }
  await ask(desk, `articles/${article}`, { version: 1, content: { title: 'Second thoughts', body } }, 'PUT')
  await page.getByText('Version 2, saved').waitFor()
  await textOf(page).getByText('Their line.').waitFor()
  expect(await page.getByText('Somebody saved').count()).toBe(0)
})

test('what is typed while a new article is on its way to the hub is not lost', async () => {
  const page = await desk.open(desk.at('articles/new'))
  let letGo = (): void => undefined
  const typed = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/api/rpc/articles/create', async (route) => {
    await typed
    await route.continue()
  })
  await page.getByLabel('Title', { exact: true }).fill('Late letters')
  await type(page, 'Before.')
  const sent = page.waitForRequest('**/api/rpc/articles/create')
  await page.keyboard.press('Control+s')
  await sent
  await type(page, ' After.')
  letGo()
  await page.waitForURL(/articles\/art_/)
  await page.getByText('Not saved yet').waitFor()
  expect(await textOf(page).textContent()).toBe('Before. After.')
  await page.keyboard.press('Control+s')
  await page.getByText('Version 2, saved').waitFor()
})

test('each tab writes a new article of its own, which is given up, and gone on with in another tab', async () => {
  const page = await desk.open(desk.at('articles/new'))
  const title = page.getByLabel('Title', { exact: true })
  const reads = (text: string) => expect.poll(() => title.inputValue(), { timeout: 20_000 }).toBe(text)
  await title.fill('The first')
  const other = await page.context().newPage()
  await other.goto(desk.at('articles/new'))
  await other.getByLabel('Title', { exact: true }).fill('The second')
  await page.reload()
  await reads('The first')
  await page.getByRole('button', { name: 'Give up' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Give up' }).click()
  await reads('')
  // The button is gone: the keyboard is at the top of the page, not nowhere.
  await expect.poll(() => page.evaluate('document.activeElement.tagName'), { timeout: 20_000 }).toBe('H1')
  await page.getByRole('button', { name: 'Go on with The second' }).click()
  await reads('The second')
  await page.reload()
  await reads('The second')
})

test("a date on each site's own clock is one, also when the clock was chosen before the date", async () => {
  const page = await desk.open(desk.at('articles/new'))
  await page.getByLabel('Title', { exact: true }).fill('Breakfast')
  await page.getByRole('combobox', { name: 'Time zone of the date' }).click()
  await page.getByRole('option', { name: "Each site's own clock" }).click()
  await page.getByLabel('Date', { exact: true }).fill('2027-03-01T09:30')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/articles\/art_/)
  const path = `/api/v1/articles/${page.url().split('/').at(-1)}?project=${desk.project.id}`
  const date = await page.evaluate(
    `fetch('${path}').then((answer) => answer.json()).then(({ content }) => content.date)`,
  )
  expect(date).toEqual({ kind: 'site-local', local: '2027-03-01T09:30:00' })
})

test('an image that was given up is not shown for the one that is saved', async () => {
  const article = await addArticle(desk, 'Pictures', 'Words.')
  const page = await desk.open(desk.at(`articles/${article}`))
  const choose = async (seed: number): Promise<string> => {
    const buffer = makePicture(seed)
    await page
      .locator('section', { hasText: 'Featured image' })
      .locator('input[type=file]')
      .setInputFiles({ name: `p${seed}.png`, mimeType: 'image/png', buffer })
    await page.getByRole('img', { name: 'The featured image' }).waitFor()
    return String(await page.getByRole('img', { name: 'The featured image' }).getAttribute('src'))
  }
  await choose(3)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Version 2, saved').waitFor()
  await page.reload()
  const saved = page.locator('img[src^="/api/v1/articles/images/"]')
  await saved.waitFor()
  await choose(4)
  await page.locator('img[src^="blob:"]').waitFor()
  await page.getByRole('button', { name: 'Give up changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Give up changes' }).click()
  await saved.waitFor()
})

test('what is said of an image while another one is on its way stays', async () => {
  const content = {
    title: 'Replaced',
    body: { format: 'markdown', text: 'Words.' },
    featuredImage: { src: 'old.png', alt: 'Old words', caption: '' },
  }
  const { id } = await ask(desk, 'articles', { content })
  const page = await desk.open(desk.at(`articles/${id}`))
  const { promise: isSaid, resolve: goOn } = Promise.withResolvers<void>()
  await page.route('**/api/rpc/articles/uploadImage', async (route) => {
    await isSaid
    await route.continue()
  })
  const section = page.getByRole('region', { name: 'Featured image' })
  const sent = page.waitForRequest('**/api/rpc/articles/uploadImage')
  await section
    .locator('input[type=file]')
    .setInputFiles({ name: 'new.png', mimeType: 'image/png', buffer: makePicture(5) })
  await sent
  await section.getByLabel('What it shows').fill('New words')
  goOn()
  await page.getByRole('img', { name: 'New words' }).waitFor()
  expect(await section.getByLabel('What it shows').inputValue()).toBe('New words')
})

test('whoever logs out leaves nothing behind that was typed, in this tab and in the others', async () => {
  const page = await desk.open(desk.at('articles/new'))
  await page.getByLabel('Title', { exact: true }).fill('A secret plan')
  const article = await addArticle(desk, 'Open beside', 'Words.')
  const other = await page.context().newPage()
  await other.goto(desk.at(`articles/${article}`))
  await other.getByText('Version 1, saved').waitFor()
  await type(other, ' A secret as well.')
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  await other.getByRole('heading', { name: 'Log in' }).waitFor()
  for (const one of [page, other])
    expect(await one.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain('ecret')
})
