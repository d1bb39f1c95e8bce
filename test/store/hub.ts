/**
 * A small hub in a process of its own, to be killed: takes the data folder, opens the store, says `ready <milliseconds>`,
 * and writes numbered projects until it ends, each reported as `wrote <n>` only when it was committed.
 */

import { waitForDataFolder } from '../../src/store/data-folder.ts'
import { openStore } from '../../src/store/open-store.ts'
import { createProject } from '../../src/store/projects.ts'

const [, , path = '', from = '0', most = '0'] = process.argv
const began = performance.now()
const folder = await waitForDataFolder(path, 60)
process.stdout.write('owner\n')
const store = await openStore({ databaseUrl: null, folder })
process.stdout.write(`ready ${Math.round(performance.now() - began)} embedded\n`)
let stop = false
process.once('SIGTERM', () => {
  stop = true
})
for (let n = Number(from); !stop && n < Number(from) + Number(most); n++) {
  await createProject(store.db, { name: `P${n}` })
  process.stdout.write(`wrote ${n}\n`)
}
await store.close()
folder.release()
process.stdout.write('closed\n')
