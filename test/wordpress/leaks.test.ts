import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const program = `
  const { wordpress } = await import(${JSON.stringify(join(import.meta.dirname, 'site.ts'))})
  const site = await wordpress()
  console.log(site.folder)
  process.on('message', () => process.exit())
`

/** Starts a run of its own in another process, as a benchmark would; gives it with the folder of its servers. */
async function startRun() {
  const { PRESSROOM_TEST_STACK: _, ...env } = process.env
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (child.stdout === null) throw new Error('no output')
  const [folder] = await once(createInterface(child.stdout), 'line')
  return { child, folder: dirname(String(folder)) }
}

/** The command lines of living processes that have to do with a folder. */
function listProcesses(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter((line) => line.includes(folder))
}

test('servers end with their run, even with one that is killed', async () => {
  const { child, folder } = await startRun()
  const servers = listProcesses(folder)
  for (const name of ['mariadbd', 'php-fpm', 'nginx']) expect(servers.join('\n')).toContain(name)
  child.kill('SIGKILL')
  await expect.poll(() => listProcesses(folder)).toEqual([])
})

test('a run removes its files, and those of runs that were killed', async () => {
  const killed = await startRun()
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  expect(existsSync(killed.folder)).toBe(true)
  const next = await startRun()
  expect(existsSync(killed.folder)).toBe(false)
  next.child.send('end')
  await once(next.child, 'exit')
  expect(existsSync(next.folder)).toBe(false)
  await expect.poll(() => listProcesses(next.folder)).toEqual([])
})
