import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildWeb } from './build-web.ts'

// Makes dist/ for publishing. Development needs no build of src/: Node runs the TypeScript as it is.
const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
await buildWeb()
for (const name of readdirSync(dist)) if (name !== 'web') rmSync(join(dist, name), { recursive: true, force: true })
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (status === 0) chmodSync(join(root, 'dist/main.js'), 0o755)
process.exitCode = status ?? 1
