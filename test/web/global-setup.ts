import { buildWeb } from '../../tools/build-web.ts'

/**
 * For vitest: the hubs of the tests serve the pages as they are now. Costs milliseconds when no page changed. Pages that
 * cannot be built fail their own tests (weight.test.ts), and not those of everybody else.
 */
export default async function setup(): Promise<void> {
  await buildWeb().catch((error: unknown) => console.error(error))
}
