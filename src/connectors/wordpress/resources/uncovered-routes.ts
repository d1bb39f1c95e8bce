/** A route of WordPress's own that has no action, and why: `request` calls those that are worth calling. */
export interface UncoveredRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly template: string
  readonly reason: string
}

const index =
  'Says which routes there are. The connection keeps that of the whole site, and the look-up `routes` shows it.'

export const uncoveredRoutes: readonly UncoveredRoute[] = [
  { method: 'GET', template: '/', reason: index },
  ...['/oembed/1.0', '/wp/v2', '/wp-site-health/v1', '/wp-block-editor/v1', '/wp-abilities/v1'].map((template) => ({
    method: 'GET' as const,
    template,
    reason: index,
  })),
  {
    method: 'POST',
    template: '/batch/v1',
    reason: 'Several requests in one, not a thing of its own. Publishing uses it by itself.',
  },
  {
    method: 'POST',
    template: '/wp/v2/users/{user_id}/application-passwords',
    reason: 'The answer is a password, which would be recorded. `pressroom connections rotate` makes one and seals it.',
  },
  {
    method: 'DELETE',
    template: '/wp/v2/users/{user_id}/application-passwords',
    reason: 'Deletes all of them, the one of this connection too. `application-passwords.delete` deletes one.',
  },
  {
    method: 'DELETE',
    template: '/wp/v2/users/me',
    reason: 'Deletes the user of this connection. `users.delete` deletes a user by id.',
  },
  {
    method: 'GET',
    template: '/wp/v2/block-types/{namespace}',
    reason: '`block-types.list` has `namespace` as a filter.',
  },
  {
    method: 'GET',
    template: '/wp-block-editor/v1/export',
    reason: 'Answers with a ZIP archive of the theme, not with JSON.',
  },
]
