import { payloadVersion, type WebhookPayload } from './payload.ts'

/** What a test delivery carries: an article with a value in every field, so that a receiver can be set up with it. */
export function examplePayload(project: WebhookPayload['data']['project'], at: Date): WebhookPayload {
  const now = at.toISOString()
  const image = {
    src: 'https://example.com/images/cup.png',
    alt: 'A cup of green tea',
    caption: 'On the table',
    data: null,
  }
  return {
    version: payloadVersion,
    type: 'test',
    timestamp: now,
    data: {
      project,
      article: {
        id: 'example',
        slug: 'green-tea',
        status: 'publish',
        title: 'Green tea',
        description: 'How to brew it.',
        keyword: 'green tea',
        markdown: `Take *young* leaves ([more](https://example.com/leaves)).\n\n![${image.alt}](${image.src} "${image.caption}")\n`,
        html: `<p>Take <em>young</em> leaves (<a href="https://example.com/leaves">more</a>).</p>\n<figure><img src="${image.src}" alt="${image.alt}"><figcaption>${image.caption}</figcaption></figure>\n`,
        images: [image],
        featuredImage: image,
        links: [{ href: 'https://example.com/leaves', text: 'more' }],
        categories: ['Drinks > Tea'],
        tags: ['green', 'tea'],
        author: 'jane',
        language: 'en',
        seo: {
          title: 'Green tea, brewed well',
          description: 'Water, time and leaves.',
          canonical: 'https://example.com/green-tea',
          socialImage: image.src,
          robots: ['noindex'],
        },
        fields: { subtitle: 'In three minutes' },
        publishAt: null,
        createdAt: now,
        updatedAt: now,
      },
    },
  }
}
