/** Words for what an article is on a connection. */
export const publication = {
  states: {
    planned: 'waiting',
    sending: 'sending',
    unknown: 'being looked for',
    live: 'live',
    scheduled: 'scheduled',
    draft: 'draft',
    trashed: 'in the trash',
    gone: 'deleted',
    failed: 'failed',
    conflict: 'conflict',
    paused: 'paused',
    cancelled: 'cancelled',
  },
  on: (state: string, names: readonly string[], count: number) =>
    count > names.length || count > 2 ? `${state} · ${count} sites` : `${state} · ${names.join(', ')}`,
  differenceNone: 'No difference',
  differenceCut: 'There is more than is shown here.',
  difference: 'Difference',
} as const
