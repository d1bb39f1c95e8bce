/** Words around a diagnosis. Its own sentences come from the hub. */
export const diagnosis = {
  sure: (percent: number) => `${percent} % sure`,
  whatToDo: 'What to do',
  snippet: 'the lines',
  where: (server: string, where: string) => `${server}: ${where}`,
  letter: 'A letter to your host',
  letterText: 'Your host can open this. Send them this paragraph.',
  letterCopy: 'the letter',
  other: (title: string, percent: number) => `${title} (${percent} % sure)`,
  others: 'It could also be',
  notes: 'Noticed on the way',
  attempts: 'What was asked, and what was answered',
  attemptsText: (n: number, ms: number) =>
    `${n === 1 ? '1 request' : `${n} requests`}, ${(ms / 1000).toFixed(1)} s. Passwords are never shown.`,
  none: 'Nothing was asked yet',
  purpose: 'For',
  request: 'Request',
  answer: 'Answer',
  time: 'Time',
  ms: (n: number) => `${Math.round(n)}\u00a0ms`,
  noAnswer: 'no answer',
} as const
