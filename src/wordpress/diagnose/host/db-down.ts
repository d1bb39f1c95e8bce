import { refusedBy, says } from '../signature.ts'

export const dbDown = refusedBy({
  code: 'db_down',
  layer: 'host',
  title: 'The database of the site is down',
  recognise: (answer) => (says(answer, 'error establishing a database connection') ? 0.95 : 0),
  cause: () => 'with "Error establishing a database connection"',
  advise: () => ({
    verdict: 'unavailable',
    fix: 'Try again in some minutes. If it stays: the database server is down, or DB_NAME, DB_USER, DB_PASSWORD or DB_HOST in wp-config.php is wrong. The host can tell.',
    askHost:
      'WordPress cannot connect to its database. Please check that the database server runs and takes connections of this account.',
  }),
})
