import { expect, test } from 'vitest'
import { renderPreview } from './render-preview.ts'

const preview: Parameters<typeof renderPreview>[0] = {
  ...{ article: 'art_1', connection: 'con_1', result: 'update', type: 'post' },
  ...{ status: 'publish', requests: 1, steps: ['change post 7'], unseen: null },
  dropped: ['seo.title', 'seo.description'].map((field) => ({
    field,
    why: 'the plugin does not show it',
    snippet: 'add_action(\n);',
  })),
  notes: [{ code: 'removed_element', what: 'script', times: 1, sentence: '<script> was taken out.' }],
  changes: {
    fields: [{ field: 'title', there: 'Tea', wanted: 'Tea\u001b[2J' }],
    content: { lines: ['- Old', '+ New'], cut: false },
  },
}

test('a preview tells steps, losses, the code that opens them once, notes and the difference, and moves no cursor', () => {
  expect(renderPreview(preview, 'tea.md', 'Blog').split('\n')).toEqual([
    'Would update tea.md → Blog as publish: 1 request',
    '    change post 7',
    '    the site drops seo.title: the plugin does not show it',
    '    the site drops seo.description: the plugin does not show it',
    '    this in a plugin or functions.php opens it:',
    '    add_action(',
    '    );',
    '    <script> was taken out.',
    '    title: Tea → Tea [2J',
    '    - Old',
    '    + New',
  ])
})
