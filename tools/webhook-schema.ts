/** Writes docs/webhook-payload.v1.schema.json from the schema that payloads are made with. */
import { writeFileSync } from 'node:fs'
import { payloadJsonSchema } from '../src/webhook/payload.ts'

const file = new URL('../docs/webhook-payload.v1.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(payloadJsonSchema(), null, 2)}\n`)
