/**
 * `pressroom/wordpress`: connecting to WordPress sites and saying why one refuses, as a library by itself. No database.
 *
 *     import { createHttp, diagnose } from 'pressroom/wordpress'
 *     const { diagnosis } = await diagnose(createHttp(), 'example.com')
 */
export { HubError } from '../errors/hub-error.ts'
export { type AddressGuard, type AddressGuardOptions, createAddressGuard } from '../http/address-guard.ts'
export { type Audience, createAudience } from '../http/audience.ts'
export { createHttp, type Http, type HttpOptions, type HttpSession, type SessionOptions } from '../http/client.ts'
export type { Attempt, Exchange, HttpRequest, HttpResponse, Limits } from '../http/exchange.ts'
export { createRedactor, type Redactor } from '../log/redact.ts'
export { type Candidate, listCandidates, normaliseAddress, type TypedAddress } from './address.ts'
export type { Answer, ErrorEnvelope } from './answer.ts'
export { type ApiRoot, createApiRoot } from './api-root.ts'
export {
  type AuthorizationOptions,
  type AuthorizationRequest,
  beginAuthorization,
  finishAuthorization,
  isCallbackAcceptable,
} from './authorize.ts'
export { createWordPressClient, type WordPressClient, type WriteOptions } from './client.ts'
export type { ApplicationPassword, Credential, JsonWebToken, JwtPlugin } from './credentials.ts'
export type { Check, Finding, Note, NoteCheck, Snippet } from './diagnose/check.ts'
export { type DiagnoseOptions, type DiagnosisResult, diagnose } from './diagnose/diagnose.ts'
export type { DiagnosedSite, Diagnosis, Verdict } from './diagnose/diagnosis.ts'
export type { Evidence, Login } from './diagnose/evidence.ts'
export { checks, notes } from './diagnose/registry.ts'
export { type Discovery, discover, type RootProbe, type Visit } from './discover.ts'
export {
  detectJwtPlugin,
  exchangeRefreshToken,
  type JwtLogin,
  type JwtOutcome,
  renewToken,
  requestToken,
  validateToken,
} from './jwt.ts'
export { type MediaFile, type StoredMedia, uploadMedia } from './media.ts'
export {
  type BatchResult,
  type BatchWrite,
  createPost,
  type PostFields,
  type PostOptions,
  removePost,
  updatePost,
  writeBatch,
} from './posts.ts'
export type { SiteIndex } from './site-index.ts'
export type { PostType, StoredPost } from './stored-post.ts'
export { type Can, type SiteUser, type Verification, verify } from './verify.ts'
