/** Words of the pieces that all pages share. */
export const shared = {
  copy: (what: string) => `Copy ${what}`,
  actions: 'Actions',
  copied: 'Copied',
  notCopied: 'The browser does not copy it: select it, and copy it yourself',
  more: 'show all',
  less: 'show less',
  loading: 'Loading',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  undo: 'Undo',
  close: 'Close',
  loadMore: 'Show more',
  table: 'Table',
  preview: 'Preview',
} as const
