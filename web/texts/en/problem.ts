/** Words about what went wrong. What the hub itself says (title, sentence, fix) comes with the answer. */
export const problem = {
  unknownTitle: 'Something went wrong',
  unreachableTitle: 'The hub does not answer',
  unreachable: 'No answer came: the hub may be restarting, or the network between it and this browser is cut.',
  unreachableFix: 'It is asked again by itself. What you typed is kept.',
  whatToDo: 'What to do:',
  details: 'Details',
  code: 'Code',
  evidence: 'What was seen',
  copyDetails: 'the details',
  reload: 'Reload',
  brokenTitle: 'This page broke',
  brokenText: 'That is a fault of ours. Going back or reloading may help; what you typed is kept.',
  notFoundTitle: 'There is nothing here',
  notFoundText: 'The address may be mistyped, or what was here is gone.',
  goHome: 'Go to the first page',
} as const
