import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { uncoveredRoutes } from './resources/uncovered-routes.ts'

test('docs/wordpress.md says which routes have no action, and why', async () => {
  const introduction = readFileSync(
    new URL('../../../test/wordpress/connector-introduction.md', import.meta.url),
    'utf8',
  )
  const rows = uncoveredRoutes.map(({ method, template, reason }) => `| \`${method} ${template}\` | ${reason} |`)
  const table = ['| Route | Why not |', '| --- | --- |', ...rows].join('\n')
  await expect(introduction.replace('<!-- uncovered -->', table)).toMatchFileSnapshot('../../../docs/wordpress.md')
})
