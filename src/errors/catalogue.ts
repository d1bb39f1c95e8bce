/** Whether the same request may be sent again, and when that could help. */
export type Retry = 'never' | 'later' | 'after-change'

/** What a code means to the person who owns the site or the hub, and how faces of the hub answer with it. */
export interface CatalogueEntry {
  /** One sentence, no full stop. */
  readonly title: string
  /** What to do about it. */
  readonly fix: string
  /** HTTP status for problem responses. */
  readonly status: number
  readonly retry: Retry
}

/**
 * The codes of errors that this program raises itself. Codes that a remote site sent (`rest_cannot_create`,
 * `my_plugin_denied`) are not listed: they pass through unchanged.
 */
export const catalogue = {
  bad_input: {
    title: 'The input is not valid',
    fix: 'Correct what the message names, and try again.',
    status: 400,
    retry: 'after-change',
  },
  address_invalid: {
    title: 'This is not a web address',
    fix: 'Type the address of the site, for example https://example.com.',
    status: 400,
    retry: 'after-change',
  },
  address_refused: {
    title: 'This address is private and may not be reached',
    fix: 'If the site really lives there, add its host or network to PRESSROOM_ALLOW_PRIVATE.',
    status: 403,
    retry: 'after-change',
  },
  credential_withheld: {
    title: 'The credential was not sent to another host',
    fix: 'If that host is yours, connect the site again and allow that host to get the credential.',
    status: 409,
    retry: 'after-change',
  },
  network: {
    title: 'The site could not be reached',
    fix: 'Check the address and that the site is up, and try again.',
    status: 502,
    retry: 'later',
  },
  timeout: {
    title: 'The site did not answer in time',
    fix: 'Try again later, or ask the host why the site is slow.',
    status: 504,
    retry: 'later',
  },
  asked_to_wait: {
    title: 'The site asked to be left alone for a while',
    fix: 'Try again when the time is over. If it comes back, raise the limit of requests at the host or in the security plugin for our IP address.',
    status: 503,
    retry: 'later',
  },
  too_large: {
    title: 'The answer is larger than allowed',
    fix: 'Ask for less at once.',
    status: 502,
    retry: 'after-change',
  },
  too_many_redirects: {
    title: 'The site redirects without end',
    fix: 'Use the address that the site finally answers at.',
    status: 502,
    retry: 'after-change',
  },
  cancelled: { title: 'Cancelled', fix: 'Start it again when you like.', status: 499, retry: 'after-change' },
  remote_refused: {
    title: 'The site refused the request',
    fix: 'Run a diagnosis of the site: it says which layer refuses.',
    status: 502,
    retry: 'after-change',
  },
  unexpected_answer: {
    title: 'The site answered something unexpected',
    fix: 'Run a diagnosis of the site: it says what was seen.',
    status: 502,
    retry: 'later',
  },
  answer_lost: {
    title: 'The answer was lost, so the site may or may not have stored it',
    fix: 'Look for it on the site before you send it again.',
    status: 502,
    retry: 'after-change',
  },
  authorization_mismatch: {
    title: 'This is not the authorization that was started',
    fix: 'Start connecting again, and use the page that opens.',
    status: 400,
    retry: 'after-change',
  },
  authorization_expired: {
    title: 'The authorization has expired',
    fix: 'Start connecting again, and approve within 15 minutes.',
    status: 410,
    retry: 'after-change',
  },
  user_rejected: {
    title: 'The connection was rejected on the site',
    fix: 'Start again and choose "Yes, I approve of this connection".',
    status: 403,
    retry: 'after-change',
  },
  asset_missing: {
    title: 'A file that the article refers to is missing',
    fix: 'Put the file there, or correct the path in the article. Paths start at the folder of the article.',
    status: 422,
    retry: 'after-change',
  },
  asset_invalid: {
    title: 'A file that the article refers to is not an image',
    fix: 'Use JPEG, PNG, GIF, WebP or AVIF.',
    status: 422,
    retry: 'after-change',
  },
  hub_unreachable: {
    title: 'The hub does not answer',
    fix: 'Start it (pressroom start), or correct PRESSROOM_REMOTE.',
    status: 503,
    retry: 'later',
  },
  login_required: {
    title: 'You are not logged in',
    fix: 'Log in, or send an API key.',
    status: 401,
    retry: 'after-change',
  },
  forbidden: {
    title: 'You may not do this',
    fix: 'Ask an owner of the project for a role that may.',
    status: 403,
    retry: 'after-change',
  },
  needs_login: {
    title: 'Somebody has to log in to the site again',
    fix: 'Connect the site again.',
    status: 409,
    retry: 'after-change',
  },
  connection_paused: {
    title: 'The connection is paused',
    fix: 'Resume it first.',
    status: 409,
    retry: 'after-change',
  },
  webhook_denied: {
    title: 'The endpoint does not accept our credential or signature',
    fix: 'Give the receiver the signing secret and the credential of this connection, and look at what it answered.',
    status: 502,
    retry: 'after-change',
  },
  webhook_refused: {
    title: 'The endpoint refuses the delivery',
    fix: 'Look at what it answered: address, method or the format of the body do not suit the receiver.',
    status: 502,
    retry: 'after-change',
  },
  webhook_redirected: {
    title: 'The endpoint redirects elsewhere',
    fix: 'Connect the address that it redirects to: what is signed goes to the address that was typed, and nowhere else.',
    status: 502,
    retry: 'after-change',
  },
  webhook_gone: {
    title: 'The endpoint wants no more deliveries (410)',
    fix: 'Set the receiver up again, then resume the connection.',
    status: 502,
    retry: 'after-change',
  },
  webhook_failed: {
    title: 'The endpoint failed',
    fix: 'Look into the log of the receiver.',
    status: 502,
    retry: 'later',
  },
  webhook_busy: {
    title: 'The endpoint wants the delivery later',
    fix: 'Wait: it is tried again by itself.',
    status: 502,
    retry: 'later',
  },
  webhook_silent: {
    title: 'The endpoint took nothing for five days',
    fix: 'Look at its deliveries, put the receiver right, then resume the connection.',
    status: 502,
    retry: 'after-change',
  },
  not_found: { title: 'It does not exist', fix: 'Check the name or the id.', status: 404, retry: 'after-change' },
  link_invalid: {
    title: 'This link does not work any more',
    fix: 'Ask for a new one.',
    status: 410,
    retry: 'after-change',
  },
  login_failed: {
    title: 'You could not be logged in',
    fix: 'Check the e-mail address and the password, and try again.',
    status: 401,
    retry: 'after-change',
  },
  too_many_requests: {
    title: 'Too many requests',
    fix: 'Wait a minute, and try again.',
    status: 429,
    retry: 'later',
  },
  request_too_large: {
    title: 'The request is larger than allowed',
    fix: 'Send less at once.',
    status: 413,
    retry: 'after-change',
  },
  cross_site: {
    title: 'The request comes from another site',
    fix: 'Use the pages of this hub, or send an API key instead of a cookie.',
    status: 403,
    retry: 'after-change',
  },
  host_unknown: {
    title: 'This hub is not known under that address',
    fix: 'Set PRESSROOM_URL to the address under which people reach this hub.',
    status: 421,
    retry: 'after-change',
  },
  port_unavailable: {
    title: 'The hub cannot listen on its address',
    fix: 'Choose another port with PRESSROOM_PORT, or another address with PRESSROOM_HOST.',
    status: 500,
    retry: 'after-change',
  },
  bad_setting: {
    title: 'A setting is not valid',
    fix: 'Correct the environment variable that the message names, and start again.',
    status: 500,
    retry: 'after-change',
  },
  data_folder_busy: {
    title: 'Another process owns the data folder',
    fix: 'Stop that process, or choose another folder with PRESSROOM_DATA.',
    status: 503,
    retry: 'later',
  },
  data_folder_unusable: {
    title: 'The data folder cannot be used',
    fix: 'Choose another folder with PRESSROOM_DATA, or correct its owner and permissions.',
    status: 500,
    retry: 'after-change',
  },
  database_unavailable: {
    title: 'The database cannot be reached',
    fix: 'Try again in a moment: the database of the hub itself starts again by itself. With DATABASE_URL, check that yours runs and that its address is right.',
    status: 503,
    retry: 'later',
  },
  disk_full: {
    title: 'The disk of the hub is full',
    fix: 'Make room where the data folder lies (or on the machine of your PostgreSQL), and try again: nothing of this was kept.',
    status: 507,
    retry: 'later',
  },
  database_newer: {
    title: 'The database was made by a newer Pressroom',
    fix: 'Install that version of Pressroom again, or restore a backup of the older one.',
    status: 500,
    retry: 'after-change',
  },
  key_invalid: {
    title: 'The key is not 32 bytes of base64 or hex',
    fix: 'Make one with: openssl rand -base64 32',
    status: 500,
    retry: 'after-change',
  },
  key_missing: {
    title: 'The key that sealed the credentials is missing',
    fix: 'Set PRESSROOM_KEY to it, or put the key file back into the data folder.',
    status: 500,
    retry: 'after-change',
  },
  key_wrong: {
    title: 'This is not the key that sealed the credentials',
    fix: 'Set PRESSROOM_KEY to the right key, or put the right key file back into the data folder.',
    status: 500,
    retry: 'after-change',
  },
  sealed_damaged: {
    title: 'A sealed value cannot be opened',
    fix: 'Connect the site again: what was stored for it is damaged or belongs to another row.',
    status: 500,
    retry: 'after-change',
  },
  already_exists: {
    title: 'It exists already',
    fix: 'Choose another name, or use the one that exists.',
    status: 409,
    retry: 'after-change',
  },
  confirmation_needed: {
    title: 'This takes something away and has to be confirmed',
    fix: 'Say so with confirm: true (in the CLI: --yes).',
    status: 409,
    retry: 'after-change',
  },
  conflict: {
    title: 'Somebody else changed it meanwhile',
    fix: 'Look at it again, and repeat the change where it is still wanted.',
    status: 409,
    retry: 'after-change',
  },
  backup_damaged: {
    title: 'The backup is damaged or incomplete',
    fix: 'Use another copy of the backup. Nothing was changed.',
    status: 400,
    retry: 'after-change',
  },
  backup_newer: {
    title: 'The backup was made by a newer Pressroom',
    fix: 'Install at least that version, and restore again. Nothing was changed.',
    status: 400,
    retry: 'after-change',
  },
  internal: {
    title: 'Something went wrong in Pressroom',
    fix: 'Report it, with the log around this time.',
    status: 500,
    retry: 'later',
  },
} as const satisfies Record<string, CatalogueEntry>

export type CatalogueCode = keyof typeof catalogue
