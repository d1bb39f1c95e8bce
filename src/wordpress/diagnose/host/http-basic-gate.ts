import { headerOf, statusOf } from '../../answer.ts'
import { quote, refusedBy } from '../signature.ts'

export const httpBasicGate = refusedBy({
  code: 'http_basic_gate',
  layer: 'host',
  title: 'A password of the web server stands before the site',
  // WordPress itself never sends this header.
  recognise: (answer) =>
    statusOf(answer) === 401 && headerOf(answer, 'www-authenticate') !== '' && answer.envelope === null ? 0.95 : 0,
  cause(answer) {
    const realm = /realm="?([^",]{1,100})/i.exec(headerOf(answer, 'www-authenticate').slice(0, 500))?.[1]
    return `and asks for a password of the web server${realm === undefined ? '' : ` ("${quote(realm, 60)}")`}, which is not WordPress's: both use the Authorization header, so they cannot be combined`
  },
  advise: () => ({
    verdict: 'refused',
    fix: 'Exempt /wp-json/ and /wp-admin/ (for the approval page) from the password protection, or switch it off: on staging sites it is a setting of the host ("Password protection", "Privacy").',
    snippets: [
      {
        server: 'Apache',
        where: '.htaccess, in place of "Require valid-user"',
        lines:
          '<RequireAny>\n  Require expr "%{THE_REQUEST} =~ m#^[A-Z]+ /(?:wp-json|wp-admin|wp-login\\.php)#"\n  Require valid-user\n</RequireAny>',
      },
      {
        server: 'nginx',
        where: 'the http block, and auth_basic in the server block',
        lines:
          'map $request_uri $gate {\n  default "Restricted";\n  ~^/(wp-json|wp-admin|wp-login\\.php) off;\n}\nauth_basic $gate;',
      },
      {
        server: 'Plesk',
        where: 'Domains → Password-Protected Directories',
        lines: 'Remove the protection of /, and protect other folders one by one',
      },
      {
        server: 'cPanel',
        where: 'Files → Directory Privacy → public_html',
        lines: 'Untick "Password protect this directory"',
      },
    ],
    askHost:
      'A password of the web server (HTTP Basic) stands before the site. Please exempt /wp-json/ and /wp-admin/ from it.',
  }),
})
