/** Words of the frame around all pages. */
export const shell = {
  product: 'Pressroom',
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  openNavigation: 'Open the navigation',
  closeNavigation: 'Close the navigation',
  project: 'Project',
  newProject: 'New project …',
  noProject: 'You are in no project yet',
  noProjectText: 'Ask an owner of a project for an invitation. It comes as a link.',
  notForRole: 'Not for your role',
  notForRoleText: 'You may read in this project. To write, ask an owner for the role of an editor.',
  connections: 'Connections',
  articles: 'Articles',
  board: 'Publish board',
  calendar: 'Calendar',
  fleet: 'Fleet',
  activity: 'Activity',
  settings: 'Settings',
  help: 'Help',
  hub: 'Hub',
  account: 'Your account',
  instance: 'This hub',
  logOut: 'Log out',
  theme: 'Theme',
  light: 'Light',
  dark: 'Dark',
  system: 'As the system',
  down: 'The hub does not answer. It is asked again every two seconds; what you typed is kept.',
  slow: 'The hub is slow to answer at the moment.',
  back: 'The hub answers again.',
} as const

/** What the browser's tab says. */
export function titleOf(page: string): string {
  return `${page} · ${shell.product}`
}
