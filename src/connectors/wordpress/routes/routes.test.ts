import { expect, test } from 'vitest'
import { problemIn } from './check-value.ts'
import { fillTemplate, matchPattern, readPattern } from './route-pattern.ts'
import { readRoutes } from './site-routes.ts'

test('a route is understood without running its regular expression, and matched by paths that belong to it', () => {
  const template = readPattern(
    '/wp/v2/templates/(?P<parent>([^\\/:<>\\*\\?"\\|]+(?:\\/[^\\/:<>\\*\\?"\\|]+)?)[\\/\\w%-]+)/revisions/(?P<id>[\\d]+)',
  )
  expect(template?.template).toBe('/wp/v2/templates/{parent}/revisions/{id}')
  if (template === null) throw new Error('not read')
  expect(matchPattern(template, '/wp/v2/templates/theme//home/revisions/12')).toEqual({
    parent: 'theme//home',
    id: '12',
  })
  expect(matchPattern(template, '/wp/v2/templates/theme//home/revisions/x')).toBeNull()
  expect(matchPattern(template, '/wp/v2/templates/revisions/1')).toBeNull()
  for (const hostile of [
    '/a/(?P<x>(a+)+)(?P<y>b)',
    '/a/(b|c)',
    '/[a-z',
    `/${'a'.repeat(2000)}`,
    '/(?P<a>.+)/(?P<b>.+)/(?P<c>.+)',
  ])
    expect(readPattern(hostile)).toBeNull()
  const slashes = readPattern('/(?P<a>.+)/(?P<b>.+)/x')
  if (slashes === null) throw new Error('not read')
  expect(matchPattern(slashes, '/a'.repeat(400))).toBeNull()
  expect(matchPattern(slashes, '/a'.repeat(40))).toBeNull()
})

test('the more of a route is fixed, the better it fits a path', () => {
  const endpoints = [{ methods: ['GET'], args: {} }]
  const routes = readRoutes({
    routes: { '/u/(?P<id>[\\w]+)': { endpoints }, '/u/me': { endpoints }, '/x/(a|b)': { endpoints } },
  })
  expect(routes.all).toHaveLength(2)
  expect(routes.match('/u/me')?.route.template).toBe('/u/me')
  expect(routes.match('/u/you')).toMatchObject({ route: { template: '/u/{id}' }, values: { id: 'you' } })
  expect(routes.find('/u/{name}')?.template).toBe('/u/{id}')
})

test('what fills a route is escaped, and cannot lead elsewhere', () => {
  expect(fillTemplate('/a/{id}/b', { id: 'x y/ü?#%2e' })).toBe('/a/x%20y/%C3%BC%3F%23%252e/b')
  for (const id of ['..', '../users', 'a/./b', '', undefined, {}])
    expect(() => fillTemplate('/a/{id}', { id })).toThrow(expect.objectContaining({ code: 'bad_input' }))
})

test('values are judged as WordPress judges them', () => {
  const fine: [unknown, unknown][] = [
    ['12', { type: 'integer' }],
    ['true', { type: 'boolean' }],
    ['a,b', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }],
    [[1, '2'], { type: 'array', items: { type: 'integer' } }],
    ['A title', { type: 'object', properties: { raw: { type: 'string' }, rendered: { type: 'string' } } }],
    [null, { type: ['string', 'null'] }],
    [{ a: 1 }, {}],
    [{ terms: [1] }, { type: ['object', 'array'], oneOf: [{ type: 'array' }, { type: 'object' }] }],
    ['anything', { type: 'string', pattern: '^(a+)+$' }],
  ]
  for (const [value, schema] of fine) expect(problemIn(value, schema, 'x')).toBeNull()
  const wrong: [unknown, unknown, string][] = [
    [1.5, { type: 'integer' }, '"x" must be a whole number'],
    ['maybe', { type: 'boolean' }, '"x" must be true or false'],
    ['c', { type: 'string', enum: ['a', 'b'] }, '"x" must be one of: a, b'],
    ['a,c', { type: 'array', items: { enum: ['a'] } }, '"x[1]" must be one of: a'],
    [101, { type: 'integer', maximum: 100 }, '"x" must be at most 100'],
    [0, { type: 'integer', minimum: 0, exclusiveMinimum: true }, '"x" must be more than 0'],
    ['long', { type: 'string', maxLength: 3 }, '"x" must have at most 3 characters'],
    [
      { b: 1 },
      { type: 'object', properties: { a: {} }, additionalProperties: false },
      '"x" takes no "b" on this site; it takes: a',
    ],
    [{}, { type: 'object', properties: { a: { required: true } } }, '"x.a" is missing'],
    [3, { oneOf: [{ type: 'string' }, { type: 'boolean' }] }, '"x" must be a text'],
  ]
  for (const [value, schema, problem] of wrong) expect(problemIn(value, schema, 'x')).toBe(problem)
})

test('a schema that is made to be expensive costs little', () => {
  let schema: object = { type: 'array' }
  for (let depth = 0; depth < 5000; depth++)
    schema = { type: 'array', items: schema, oneOf: [schema, schema], properties: { a: schema } }
  const many = Array.from({ length: 2000 }, () => [[1]])
  // Without bounds, these would not end.
  expect(problemIn(many, schema, 'x')).toBeNull()
  expect(problemIn({}, { type: 5, enum: 'x', properties: 7, items: [], required: {}, oneOf: {} }, 'x')).toBeNull()
})
