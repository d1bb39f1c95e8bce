/** Words for how a connection is. */
export const health = {
  verdicts: {
    connected: 'works',
    connectable: 'no login yet',
    refused: 'refuses',
    unavailable: 'does not answer',
    'not-wordpress': 'not WordPress',
  } as Readonly<Record<string, string>>,
  states: { paused: 'paused', 'needs-login': 'needs a login' } as Readonly<Record<string, string>>,
  unchecked: 'not checked yet',
  kinds: { wordpress: 'WordPress', webflow: 'Webflow', webhook: 'Webhook' } as Readonly<Record<string, string>>,
} as const
