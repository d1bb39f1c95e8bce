import type { HubError } from '../../errors/hub-error.ts'
import { fateOf } from '../write-fate.ts'

/**
 * Whether WordPress may have stored a post (or a term, user or comment) that it refused. Its controller inserts (or changes) the post, and only then sets
 * image, template, terms, custom fields and the fields of plugins, each of which may still be refused: `rest_invalid_type` of a
 * custom field comes when the post is public. So a refusal counts as done before anything was stored only by a code that
 * core gives in validation, in its checks of permission, or while it prepares the post
 * (class-wp-rest-posts-controller.php, 6.1 to 7.1), or to somebody who is not logged in.
 */
export function isRefusedLate(error: HubError): boolean {
  if (fateOf(error) !== 'refused' || early.has(error.code)) return false
  const { status } = error.evidence as { readonly status?: unknown }
  return typeof status === 'number' && status >= 400 && status !== 401
}

const early = new Set([
  'rest_invalid_param',
  'rest_missing_callback_param',
  'rest_invalid_json',
  'rest_no_route',
  'rest_forbidden',
  'rest_batch_not_allowed',
  'rest_cannot_create',
  'rest_cannot_edit',
  'rest_cannot_edit_others',
  'rest_cannot_publish',
  'rest_cannot_assign_sticky',
  'rest_cannot_assign_term',
  'rest_post_exists',
  'rest_post_invalid_id',
  'rest_invalid_author',
  'rest_invalid_field',
  'empty_content',
  'invalid_date',
  'invalid_post',
  'term_exists',
  'existing_user_login',
  'existing_user_email',
  'comment_duplicate',
  'rest_duplicate_font_family',
  'rest_duplicate_font_face',
])
