import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/**
 * The program as an earlier build of it would be: the same, but none of the scripts of its pages has the name that it has
 * now. Gives its `main.ts`; removed at the end of the test.
 */
export function makeOlderCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'pressroom-older-'))
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
  cpSync(join(root, 'package.json'), join(copy, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const [from, to] = [join(root, 'dist/web'), join(copy, 'dist/web')]
  mkdirSync(join(to, 'assets'), { recursive: true })
  // Those that were compressed beforehand are left out: the hub then sends them plain.
  const assets = readdirSync(join(from, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name))
  const scripts = assets.filter((name) => name.endsWith('.js'))
  const named = new RegExp(scripts.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g')
  const rename = (text: string) => text.replace(named, (name) => `older-${name}`)
  for (const name of assets) {
    const file = join(from, 'assets', name)
    if (/\.(?:js|css)$/.test(name)) writeFileSync(join(to, 'assets', rename(name)), rename(readFileSync(file, 'utf8')))
    else cpSync(file, join(to, 'assets', name))
  }
  writeFileSync(join(to, 'index.html'), rename(readFileSync(join(from, 'index.html'), 'utf8')))
  return join(copy, 'src', 'main.ts')
}
