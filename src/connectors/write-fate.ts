import type { HubError } from '../errors/hub-error.ts'

/**
 * What became of a write that was not answered well. `not-sent`: nothing happened, and it may be sent again. `refused`:
 * the site itself said no, and nothing happened. `unknown`: it may have happened.
 */
export type WriteFate = 'not-sent' | 'refused' | 'unknown'

/**
 * Judges the error of a write. A refusal without the site's own words (`message`) in its evidence is `unknown`: a layer in
 * between spoke, and some of them (firewalls that inspect answers) speak after the write is done.
 */
export function fateOf(error: HubError): WriteFate {
  const { status, message } = evidenceOf(error)
  if (isRefusedEarly(error)) return 'refused'
  if (typeof status === 'number') {
    // Told before anything was done: too many requests, or too large a one.
    if (status === 429 || status === 413) return 'not-sent'
    if (isNotOffered(error)) return 'refused'
    if (status < 300 || status >= 500 || status === 408) return 'unknown'
    return status < 400 || typeof message === 'string' ? 'refused' : 'unknown'
  }
  return unsentCodes.has(error.code) ? 'not-sent' : 'unknown'
}

/** Whether the same may go well later, without anybody changing anything: overload, maintenance, the network. Of reads and of writes. */
export function mayPass(error: HubError): boolean {
  const { status } = evidenceOf(error)
  if (isRefusedEarly(error) || isNotOffered(error)) return false
  if (typeof status === 'number') return status >= 500 || status === 429 || status === 413 || status === 408
  if (lasting.has(error.code)) return false
  return unsentCodes.has(error.code) || error.code === 'answer_lost' || error.retry === 'later'
}

/** How long the site asked to be left alone, in ms; null where it did not. */
export function askedToWait({ evidence }: HubError): number | null {
  const wait =
    typeof evidence === 'object' && evidence !== null && 'retryAfterMs' in evidence ? evidence.retryAfterMs : null
  return typeof wait === 'number' && wait > 0 ? wait : null
}

/**
 * WordPress answers some refusals with 500, before it stores anything: of a file that it has no place for (`upload_from_data` and
 * `upload_from_file` of its controller of attachments), and of a user that may not be (`wp_insert_user`).
 */
function isRefusedEarly(error: HubError): boolean {
  return earlyRefusals.has(error.code) && typeof evidenceOf(error).message === 'string'
}

/** WordPress's way to say that it cannot do such a thing here, before it does anything: the trash of a site that has none, say. */
function isNotOffered(error: HubError): boolean {
  const { status, message } = evidenceOf(error)
  return status === 501 && typeof message === 'string'
}

const earlyRefusals = new Set([
  'rest_upload_sideload_error',
  'rest_upload_unknown_error',
  'rest_upload_file_error',
  'empty_user_login',
  'user_login_too_long',
  'existing_user_login',
  'existing_user_email',
  'invalid_username',
  'empty_user_nicename',
  'user_nicename_too_long',
])

function evidenceOf({ evidence }: HubError): { readonly status?: unknown; readonly message?: unknown } {
  return typeof evidence === 'object' && evidence !== null ? evidence : {}
}

const lasting = new Set(['bad_input', 'address_refused', 'credential_withheld'])

/** With these, and without a status, nothing was written to the network. A loss after that is `answer_lost`. */
const unsentCodes = new Set([
  'dns',
  'unreachable',
  'tls_name',
  'tls_untrusted',
  'tls_protocol',
  'timeout',
  'asked_to_wait',
  'connection_lost',
  'address_refused',
  'credential_withheld',
  'bad_input',
])
