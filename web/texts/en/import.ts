/** Words of connecting many sites by a file. */
export const importing = {
  title: 'Import connections',
  text: 'A CSV file with a header: address, username, password, and if you like name, groups (several within quotes, with commas), method. Or the same as a JSON list.',
  choose: 'Choose a file',
  or: 'or paste its text',
  content: 'The list',
  example:
    'address,username,password,name,groups\nhttps://shop.example,editor,abcd efgh ijkl mnop qrst uvwx,Shop,"eu, shops"',
  start: 'Connect them',
  again: 'Already connected sites are recognised: give the same list again after it was interrupted.',
  progress: (done: number, all: number) => `${done} of ${all} sites`,
  caption: 'What became of each line',
  line: 'Line',
  address: 'Address',
  outcome: 'Outcome',
  why: 'Why',
  outcomes: { connected: 'connected', already: 'was connected', refused: 'refused', failed: 'failed' },
  summary: (well: number, ill: number) =>
    ill === 0
      ? well === 1
        ? 'The site is connected.'
        : `All ${well} sites are connected.`
      : `${well === 1 ? '1 is' : `${well} are`} connected, ${ill === 1 ? '1 is' : `${ill} are`} not.`,
} as const
