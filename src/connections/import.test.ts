import { expect, test } from 'vitest'
import { useTestHub } from '../../test/connections/hub.ts'
import { wordpress } from '../../test/wordpress/site.ts'
import { renameConnection } from './change.ts'
import { exportConnections, toCsv } from './export.ts'
import { importConnections, type LineReport } from './import.ts'
import { readImport } from './import-lines.ts'

test('a file with good, wrong, double and broken lines gives a report of each, and may be given again', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const second = await wordpress({ layout: 'subdirectory' })
  const [editor, there] = [site.users.editor, second.users.author]
  const file = [
    'URL;User;Application Password;Name;Groups',
    `${site.url};${editor.username};${editor.applicationPassword};First;shops|eu`,
    `${site.url}/wp-admin/;${editor.email};planted-wrong-password;;`,
    `${second.url};${there.username};${there.applicationPassword};;`,
    `${site.url};${editor.username.toUpperCase()};${editor.applicationPassword};Twice;`,
    `http://127.0.0.1:9;x;planted-unreachable;;`,
    `;nobody;planted-no-address;;`,
    `not an address;nobody;planted-gibberish;;`,
  ].join('\r\n')
  const done: number[] = []
  const run = (): Promise<LineReport[]> =>
    importConnections(hub, readImport('csv', file), {
      projectId: hub.projectId,
      actor: 'local:test',
      onLine: (_report, count) => void done.push(count),
    })
  const report = await run()
  expect(report.map(({ line, outcome, code }) => `${line} ${outcome} ${code}`)).toEqual([
    '2 connected null',
    '3 refused account_password',
    '4 connected null',
    '5 already null',
    '6 refused unreachable',
    '7 failed bad_input',
    '8 failed address_invalid',
  ])
  expect(report[1]).toMatchObject({ fix: expect.stringContaining('application password') })
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(JSON.stringify(report)).not.toContain('planted-')
  expect(await hub.dump()).not.toContain('planted-')
  await site.clearLog()
  const again = await run()
  expect(again.map(({ outcome }) => outcome)).toEqual(
    report.map(({ outcome }) => outcome.replace('connected', 'already')),
  )
  expect(again[0]?.connection).toBe(report[0]?.connection)
  expect((await site.log()).filter(({ hasAuthorization }) => hasAuthorization)).toHaveLength(1)
})

test('JSON is read as well, and a file that is neither is refused without being quoted', () => {
  const sites = [{ site: 'a.example', login: 'ada', 'application-password': 'planted', groups: ['x', 'y'] }, 5, null]
  expect(readImport('json', JSON.stringify(sites))).toEqual([
    expect.objectContaining({
      line: 1,
      address: 'a.example',
      username: 'ada',
      password: 'planted',
      groups: ['x', 'y'],
    }),
    { line: 2, message: 'There is no address' },
    { line: 3, message: 'There is no address' },
  ])
  for (const [format, text] of [
    ['json', '[{"password": "planted" '],
    ['json', '{"password": "planted"}'],
    ['csv', 'address,username\na,planted'],
    ['csv', 'address,username,password\n"planted'],
  ] as const) {
    expect(() => readImport(format, text)).toThrow(
      expect.objectContaining({ code: 'bad_input', message: expect.not.stringContaining('planted') }),
    )
  }
})

test('groups are parted by commas, semicolons or bars', () => {
  const lines = readImport('csv', 'address,username,password,groups\na.example,u,p,"eu, shops"\nb.example,u,p,eu;shops')
  expect(lines.map((line) => ('groups' in line ? line.groups : null))).toEqual(Array(2).fill(['eu', 'shops']))
})

test('too many sites, and too large a file, are refused', () => {
  const many = Array.from({ length: 5001 }, (_, i) => `a${i}.example,u,p`)
  const file = (lines: readonly string[]): string => ['address,username,password', ...lines].join('\n')
  expect(readImport('csv', file(many.slice(1)))).toHaveLength(5000)
  expect(() => readImport('csv', file(many))).toThrow(expect.objectContaining({ code: 'too_large' }))
  expect(() => readImport('csv', file(['x'.repeat(1_100_000)]))).toThrow(expect.objectContaining({ code: 'too_large' }))
})

test('an export holds no secret and no formula, and is an import once passwords are added', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const { id } = await hub.connect(site)
  await renameConnection(hub, { projectId: hub.projectId, id }, '=cmd|"/c calc"!A1')
  const pieces = []
  for await (const piece of exportConnections(hub, { projectId: hub.projectId })) pieces.push(...piece)
  const csv = toCsv(pieces)
  expect(csv.replace(/ /g, '')).not.toContain(site.users.editor.applicationPassword.replace(/ /g, ''))
  expect(csv).toContain(`"'=cmd|""/c calc""!A1"`)
  const { username, applicationPassword } = site.users.author
  const [head = '', line = ''] = csv.split('\r\n')
  const filled = `${head},password\r\n${line.replace(',editor,', `,${username},`)},${applicationPassword}\r\n`
  const report = await importConnections(hub, readImport('csv', filled), { projectId: hub.projectId, actor: 'a' })
  expect(report).toMatchObject([{ outcome: 'connected', account: 'author' }])
})
