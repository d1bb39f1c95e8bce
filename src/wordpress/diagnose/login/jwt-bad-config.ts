import { refusedWith } from '../signature.ts'

export const jwtBadConfig = refusedWith({
  code: 'jwt_bad_config',
  layer: 'login',
  title: 'The JWT plugin has no secret key',
  codes: /^jwt_auth_(?:bad_config|unsupported_algorithm)$/,
  confidence: 0.97,
  because: 'Without its key the plugin can neither make nor read tokens.',
  advice: {
    verdict: 'refused',
    fix: "Add a long random text as its key to wp-config.php: define('JWT_AUTH_SECRET_KEY', '…'); — or connect with an application password, which needs no plugin.",
    snippets: [
      {
        server: 'wp-config.php',
        where: 'above "That\'s all, stop editing"',
        lines: "define('JWT_AUTH_SECRET_KEY', '<64 random characters>');",
      },
    ],
  },
})
