import type { Migration } from '../migrate.ts'
import { hub } from './0001-hub.ts'
import { publishing } from './0002-publishing.ts'
import { presses } from './0003-presses.ts'
import { articleOrigins } from './0004-article-origins.ts'
import { holds } from './0005-holds.ts'
import { deliveries } from './0006-deliveries.ts'
import { webflow } from './0007-webflow.ts'
import { siteMedia } from './0008-site-media.ts'
import { calendar } from './0009-calendar.ts'
import { changing } from './0010-changing.ts'
import { siteMarks } from './0011-site-marks.ts'
import { movedArticles } from './0012-moved-articles.ts'
import { articlePlaces } from './0013-article-places.ts'
import { endpointFailures } from './0014-endpoint-failures.ts'
import { sentFields } from './0015-sent-fields.ts'

/**
 * Every migration, in the order they run. What was released is never changed: a correction is a new one at the end.
 * Names sort in that order too.
 */
export const migrations: readonly Migration[] = [
  hub,
  publishing,
  presses,
  articleOrigins,
  holds,
  deliveries,
  webflow,
  siteMedia,
  calendar,
  changing,
  siteMarks,
  movedArticles,
  articlePlaces,
  endpointFailures,
  sentFields,
]
