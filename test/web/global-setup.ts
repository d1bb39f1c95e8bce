import { buildWeb } from '../../tools/build-web.ts'

/** For vitest: the hubs of the tests serve the pages as they are now. Costs milliseconds when no page changed. */
export default buildWeb
