/** Asks an address that was typed, trusting the authority in a file where one is given, and prints what became of it: for tests of what the environment may change. */
import { readFileSync } from 'node:fs'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp } from '../../src/http/client.ts'

const url = new URL(process.argv[2] ?? '')
const ca = process.argv.slice(3).map((file) => readFileSync(file, 'utf8'))
const http = createHttp({ guard: createAddressGuard({ typed: [url.hostname] }), ca })
const { response, failure } = await http.session().exchange({ url, purpose: 'test' })
console.log(JSON.stringify({ text: response?.text ?? null, code: failure?.code ?? null }))
await http.close()
