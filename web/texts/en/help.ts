/** Words of the help. The pages themselves are docs/*.md. */
export const help = {
  title: 'Help',
  text: 'What Pressroom does and how. The same pages come with the program, in its folder “docs”.',
  search: 'Search the help',
  pages: 'Pages of the help',
  results: (count: number) => (count === 0 ? 'Nothing found' : count === 1 ? '1 place' : `${count} places`),
  reference: 'API reference',
  allPages: 'All pages',
} as const
