import type { Check, NoteCheck } from './check.ts'
import { cloudflareChallenge } from './edge/cloudflare-challenge.ts'
import { accountPassword } from './login/account-password.ts'
import { authHeaderStripped } from './login/auth-header-stripped.ts'
import { labelAsUsername } from './login/label-as-username.ts'
import { revoked } from './login/revoked.ts'
import { wrongCredentials } from './login/wrong-credentials.ts'
import { dns } from './network/dns.ts'
import { plainPermalinks } from './notes/plain-permalinks.ts'

/** Every failure class that is recognised. Within a layer, of two equally sure findings the earlier one wins. */
export const checks: readonly Check[] = [
  dns,
  cloudflareChallenge,
  accountPassword,
  wrongCredentials,
  labelAsUsername,
  authHeaderStripped,
  revoked,
]

/** Every adaptation that is told. */
export const notes: readonly NoteCheck[] = [plainPermalinks]
