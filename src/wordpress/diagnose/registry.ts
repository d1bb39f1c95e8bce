import type { Check, NoteCheck } from './check.ts'
import { cerber } from './edge/cerber.ts'
import { cloudflareBlock } from './edge/cloudflare-block.ts'
import { cloudflareChallenge } from './edge/cloudflare-challenge.ts'
import { imunify360 } from './edge/imunify360.ts'
import { modsecurity } from './edge/modsecurity.ts'
import { rateLimited } from './edge/rate-limited.ts'
import { sitegroundCaptcha } from './edge/siteground-captcha.ts'
import { sucuri } from './edge/sucuri.ts'
import { testcookie } from './edge/testcookie.ts'
import { wordfenceBlankUa } from './edge/wordfence-blank-ua.ts'
import { wordfenceLockout } from './edge/wordfence-lockout.ts'
import { wordfenceWaf } from './edge/wordfence-waf.ts'
import { dbDown } from './host/db-down.ts'
import { hostinger404 } from './host/hostinger-404.ts'
import { httpBasicGate } from './host/http-basic-gate.ts'
import { maintenance } from './host/maintenance.ts'
import { phpFatal } from './host/php-fatal.ts'
import { wpengine403 } from './host/wpengine-403.ts'
import { accountPassword } from './login/account-password.ts'
import { answeredForOtherUser } from './login/answered-for-other-user.ts'
import { appPwNoHttps } from './login/app-pw-no-https.ts'
import { appPwOffForUser } from './login/app-pw-off-for-user.ts'
import { appPwOffUnknown } from './login/app-pw-off-unknown.ts'
import { authHeaderStripped } from './login/auth-header-stripped.ts'
import { callbackInsecure, callbackNote } from './login/callback-insecure.ts'
import { fluentauthAppPw } from './login/fluentauth-app-pw.ts'
import { hiddenLogin, hiddenLoginNote } from './login/hidden-login.ts'
import { hostingerAppPw } from './login/hostinger-app-pw.ts'
import { jwt2fa } from './login/jwt-2fa.ts'
import { jwtBadAuthHeader } from './login/jwt-bad-auth-header.ts'
import { jwtBadConfig } from './login/jwt-bad-config.ts'
import { jwtBadIss } from './login/jwt-bad-iss.ts'
import { jwtIgnored } from './login/jwt-ignored.ts'
import { jwtInvalid } from './login/jwt-invalid.ts'
import { jwtLogin } from './login/jwt-login.ts'
import { jwtMissing } from './login/jwt-missing.ts'
import { labelAsUsername } from './login/label-as-username.ts'
import { revoked } from './login/revoked.ts'
import { sjlOff } from './login/sjl-off.ts'
import { tlsProxy } from './login/tls-proxy.ts'
import { userRejected } from './login/user-rejected.ts'
import { wordfenceAppPw } from './login/wordfence-app-pw.ts'
import { wrongCredentials } from './login/wrong-credentials.ts'
import { wrongCredentialsLegacy } from './login/wrong-credentials-legacy.ts'
import { addressRefused } from './network/address-refused.ts'
import { connectionLost } from './network/connection-lost.ts'
import { dns } from './network/dns.ts'
import { timeout } from './network/timeout.ts'
import { tooManyRedirects } from './network/too-many-redirects.ts'
import { unreachable } from './network/unreachable.ts'
import { addressChanged } from './notes/address-changed.ts'
import { approvalGated } from './notes/approval-gated.ts'
import { insecureHttp } from './notes/insecure-http.ts'
import { jsonPolluted } from './notes/json-polluted.ts'
import { jwtAvailable } from './notes/jwt-available.ts'
import { methodsBlocked } from './notes/methods-blocked.ts'
import { noApplicationPasswords } from './notes/no-application-passwords.ts'
import { otherPrefix } from './notes/other-prefix.ts'
import { plainPermalinks } from './notes/plain-permalinks.ts'
import { rootElsewhere } from './notes/root-elsewhere.ts'
import { rootGuessed } from './notes/root-guessed.ts'
import { siteurlDiffers } from './notes/siteurl-differs.ts'
import { slowSite } from './notes/slow-site.ts'
import { staleCache } from './notes/stale-cache.ts'
import { subdirectory } from './notes/subdirectory.ts'
import { usersRouteBlocked } from './notes/users-route-blocked.ts'
import { aiosRest } from './rest/aios-rest.ts'
import { dra, draNote, draRole } from './rest/dra.ts'
import { forceLogin, forceLoginNote } from './rest/force-login.ts'
import { patchstack, patchstackNote } from './rest/patchstack.ts'
import { perfmatters, perfmattersNote } from './rest/perfmatters.ts'
import { redirectStripsAuth } from './rest/redirect-strips-auth.ts'
import { restHidden } from './rest/rest-hidden.ts'
import { solidRest, solidRestNote } from './rest/solid-rest.ts'
import { cannotPublishNote, roleTooLow } from './role/role-too-low.ts'
import { tlsName } from './tls/tls-name.ts'
import { tlsProtocol } from './tls/tls-protocol.ts'
import { tlsUntrusted } from './tls/tls-untrusted.ts'
import { notWordpress } from './wordpress/not-wordpress.ts'

/** Every failure class that is recognised. Within a layer, of two equally sure findings the earlier one wins. */
export const checks: readonly Check[] = [
  dns,
  unreachable,
  timeout,
  connectionLost,
  tooManyRedirects,
  addressRefused,
  tlsName,
  tlsUntrusted,
  tlsProtocol,
  cloudflareChallenge,
  cloudflareBlock,
  sucuri,
  imunify360,
  sitegroundCaptcha,
  testcookie,
  modsecurity,
  wordfenceWaf,
  wordfenceLockout,
  wordfenceBlankUa,
  cerber,
  rateLimited,
  httpBasicGate,
  maintenance,
  dbDown,
  phpFatal,
  hostinger404,
  wpengine403,
  notWordpress,
  redirectStripsAuth,
  aiosRest,
  dra,
  draRole,
  forceLogin,
  solidRest,
  perfmatters,
  patchstack,
  restHidden,
  userRejected,
  callbackInsecure,
  hiddenLogin,
  appPwNoHttps,
  tlsProxy,
  wordfenceAppPw,
  hostingerAppPw,
  fluentauthAppPw,
  appPwOffUnknown,
  appPwOffForUser,
  accountPassword,
  wrongCredentials,
  wrongCredentialsLegacy,
  labelAsUsername,
  authHeaderStripped,
  revoked,
  answeredForOtherUser,
  jwtMissing,
  jwtLogin,
  jwt2fa,
  jwtBadConfig,
  jwtBadIss,
  jwtInvalid,
  jwtIgnored,
  jwtBadAuthHeader,
  sjlOff,
  roleTooLow,
]

/** Every adaptation and harmless restriction that is told, in the order of telling. */
export const notes: readonly NoteCheck[] = [
  addressChanged,
  rootGuessed,
  rootElsewhere,
  plainPermalinks,
  otherPrefix,
  subdirectory,
  siteurlDiffers,
  insecureHttp,
  jsonPolluted,
  draNote,
  forceLoginNote,
  solidRestNote,
  perfmattersNote,
  patchstackNote,
  usersRouteBlocked,
  methodsBlocked,
  staleCache,
  slowSite,
  hiddenLoginNote,
  approvalGated,
  callbackNote,
  jwtAvailable,
  noApplicationPasswords,
  cannotPublishNote,
]
