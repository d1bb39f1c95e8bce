import type { WordPressClient } from '../wordpress/client.ts'
import { createWordPressClient } from '../wordpress/client.ts'
import type { Connector } from './connector.ts'
import { wordpressActions } from './wordpress/actions.ts'
import { applicationPasswords } from './wordpress/application-passwords.ts'
import { checkSite, diagnoseSite } from './wordpress/check.ts'
import { factsOf } from './wordpress/facts.ts'
import { learnSite } from './wordpress/learn.ts'
import { wordpressLookups } from './wordpress/lookups/lookups.ts'
import { authorize, jwt, manual } from './wordpress/methods.ts'
import type { OpenWordPress } from './wordpress/open-site.ts'
import { renewal } from './wordpress/renewal.ts'
import { type WordPressSecret, wordpressSecret } from './wordpress/secret.ts'
import { openSession } from './wordpress/site.ts'
import { wordpressTriggers } from './wordpress/triggers/triggers.ts'

/** WordPress sites by their REST API. */
export const wordpress: Connector<WordPressSecret, WordPressClient, OpenWordPress> = {
  kind: 'wordpress',
  title: 'WordPress',
  connections: { authorize, 'application-password': manual, jwt },
  secret: wordpressSecret,
  open(context, access) {
    const { session, root } = openSession(context)
    return createWordPressClient(session, root, async () => {
      const secret = await access()
      session.redactor.add(secret.kind === 'jwt' ? secret.token : secret.password)
      return secret
    })
  },
  check: checkSite,
  diagnose: diagnoseSite,
  learn: learnSite,
  learnWhenChecked: true,
  caches: ['index', 'types', 'taxonomies'],
  prepare: (client, kept) => ({ client, facts: factsOf(kept) }),
  actions: wordpressActions,
  lookups: wordpressLookups,
  triggers: wordpressTriggers,
  renewal,
  credentials: applicationPasswords,
}
