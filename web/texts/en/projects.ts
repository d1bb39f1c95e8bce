/** Words of making a project. */
export const projects = {
  newTitle: 'New project',
  newText: 'A client, a brand, a team: with its own sites, articles, members and keys.',
  name: 'Name',
  create: 'Make the project',
  created: (name: string) => `The project ${name} is there`,
} as const
