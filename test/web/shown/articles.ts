import type { Page } from 'playwright-core'
import { makePicture } from '../../publishing/picture.ts'
import type { Desk } from '../desk.ts'
import { sessionOf } from '../session.ts'
import type { ShownPage } from '../shown-page.ts'

/** What somebody hostile may call an article. */
const hostile = '<img src=x onerror=alert(1)>\u202Egnp.elcitra'
const text = `Tea grows where mist stays until noon. **Two leaves and a bud** are picked by hand.

## What it needs

- rain, but no standing water
- a slope, so that the cold air leaves

> The best leaf is the one that was not hurried.

\`\`\`yaml
water: 80
minutes: 3
\`\`\`

| Kind | Minutes |
|---|---|
| Green | 2 |
| Black | 4 |
`

let made: Promise<{ article: string; image: string }> | undefined

/** A few articles; the id of one with everything, in its third version. */
export async function makeArticles(desk: Desk): Promise<{ article: string; image: string }> {
  made ??= (async () => {
    const session = await sessionOf(desk.url, desk.owner)
    const project = desk.project.id
    const post = async (path: string, json: object) => {
      const { status, json: body } = await session.call(`/api/v1/${path}`, { json })
      if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body as Record<string, unknown>
    }
    const bytes = makePicture(77).toString('base64')
    const image = String((await post('articles/images', { project, name: 'leaf.png', bytes })).src)
    for (const title of ['A second article, with a title that is long enough to need two lines on a phone', hostile])
      await post('articles', { project, content: { title, body: { format: 'markdown', text: 'Short.' } } })
    const content = {
      title: 'How tea grows',
      slug: 'how-tea-grows',
      excerpt: 'Mist, slopes, and patience.',
      body: { format: 'markdown', text: `${text}\n![A leaf](${image})\n` },
      terms: { categories: ['Plants', 'Plants > Tea'], tags: ['tea', 'growing'] },
      author: 'ada',
      language: 'en',
      date: { kind: 'instant', utc: '2026-12-01T08:30:00Z' },
      featuredImage: { src: image, alt: 'A tea leaf', caption: '' },
      seo: {
        title: 'How tea grows, from mist to leaf',
        description: 'What tea plants need, and why slow leaves are best.',
      },
      fields: { subtitle: 'From mist to leaf', rating: 5 },
    }
    const article = String((await post('articles', { project, content })).id)
    await post(`articles/${article}/state`, { project, state: 'ready' })
    for (const [version, addition] of ['One line more.', 'And another one.'].entries()) {
      const next = { ...content, body: { ...content.body, text: `${content.body.text}\n${addition}\n` } }
      await session.call(`/api/v1/articles/${article}`, {
        method: 'PUT',
        json: { project, version: version + 1, content: next },
      })
    }
    return { article, image }
  })()
  return await made
}

async function seePreview(page: Page): Promise<void> {
  await page.frameLocator('iframe').getByText('Two leaves').first().waitFor({ state: 'attached' })
}

export const articlesPages: readonly ShownPage[] = [
  {
    name: 'articles',
    prepare: async (desk) => {
      await makeArticles(desk)
      return desk.at('articles')
    },
    arrive: async (page) => {
      await page.getByRole('checkbox', { name: 'Select How tea grows' }).click()
      await page.getByRole('toolbar').waitFor()
    },
  },
  {
    name: 'article',
    prepare: async (desk) => desk.at(`articles/${(await makeArticles(desk)).article}`),
    arrive: seePreview,
  },
  {
    name: 'article-image',
    prepare: async (desk) => desk.at(`articles/${(await makeArticles(desk)).article}`),
    arrive: async (page) => {
      await seePreview(page)
      const file = { name: 'tea leaf.png', mimeType: 'image/png', buffer: makePicture(78) }
      await page.locator('input[type=file]').first().setInputFiles(file)
      await page.getByRole('textbox', { name: 'What does the image show?' }).waitFor()
    },
  },
  { name: 'article-new', prepare: (desk) => desk.at('articles/new') },
  {
    name: 'article-versions',
    prepare: async (desk) => desk.at(`articles/${(await makeArticles(desk)).article}/versions`),
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Look at version 1' }).click()
      await seePreview(page)
    },
  },
  { name: 'articles-import', prepare: (desk) => desk.at('articles/import') },
]
