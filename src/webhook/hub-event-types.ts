/** The hub's own events that an endpoint may ask for, with what each tells. */
export const hubEventTypes = {
  'article.ready': 'an article may be published',
  'publication.changed': 'an article was published, changed, taken away, or could not be',
  'connection.connected': 'a site was connected',
  'connection.changed': 'the health of a connection changed, or it was paused or resumed',
  'connection.expiring': 'somebody will have to log in to a site again',
  'connection.rotated': 'a credential was replaced',
  'connection.revoked': 'a credential was deleted',
  'connection.renamed': 'a connection was renamed',
  'connection.moved': 'a connection came from or went to another project',
  'connection.deleted': 'a connection was forgotten',
} as const satisfies Readonly<Record<string, string>>
