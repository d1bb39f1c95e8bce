import { type Answer, statusOf, textOf } from '../../answer.ts'
import { fields, stringOf } from '../../json.ts'
import { quote, refusedBy, says } from '../signature.ts'

/** PHP's own words about the error, where the site shows them. */
function errorOf(answer: Answer): string | null {
  const { error, message } = fields(fields(answer.json?.value).data)
  const said = stringOf(fields(error).message) ?? stringOf(fields(fields(error).error).message) ?? stringOf(message)
  // What follows is a list of functions.
  if (said !== null) return quote(said.split(/\sStack trace:/, 1)[0] ?? said)
  const text = textOf(answer).slice(0, 64 * 1024)
  const start = text.search(/(?:fatal|parse) error(?:<\/b>)?:/i)
  return start < 0 ? null : quote(text.slice(start, start + 600))
}

export const phpFatal = refusedBy({
  code: 'php_fatal',
  layer: 'host',
  title: 'PHP crashes on the site',
  recognise(answer) {
    const broken = statusOf(answer) >= 500
    if (broken && answer.envelope?.code === 'internal_server_error') return 0.9
    if (says(answer, '<b>fatal error</b>:', '<b>parse error</b>:')) return 0.9
    return broken && says(answer, 'there has been a critical error on this website', 'php fatal error') ? 0.9 : 0
  },
  cause(answer) {
    const error = errorOf(answer)
    return error === null ? 'because PHP crashed; the site does not show the error' : `because PHP crashed: "${error}"`
  },
  advise: () => ({
    verdict: 'unavailable',
    fix: 'The error names a plugin or the theme: deactivate or update it. If you cannot log in, rename its folder below wp-content/plugins. Without a name, put the two lines into wp-config.php and look into wp-content/debug.log.',
    snippets: [
      {
        server: 'wp-config.php',
        where: 'above "That\'s all, stop editing"',
        lines: "define('WP_DEBUG', true);\ndefine('WP_DEBUG_LOG', true);",
      },
    ],
    askHost: 'PHP crashes on requests to the REST API. Please send me the error from the PHP error log of that time.',
  }),
})
