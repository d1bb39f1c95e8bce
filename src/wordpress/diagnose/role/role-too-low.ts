import { statusOf } from '../../answer.ts'
import type { Check, NoteCheck } from '../check.ts'

export const roleTooLow: Check = {
  code: 'role_too_low',
  layer: 'role',
  title: 'This user may not write posts',
  look({ verification }) {
    const user = verification?.user
    if (user == null || user.can.write) return null
    const role = user.roles.length === 0 ? 'no role on this site' : `the role ${user.roles.join(', ').slice(0, 100)}`
    const posts = verification?.posts
    const silent = posts != null && statusOf(posts) !== 200
    return {
      verdict: 'refused',
      confidence: silent ? 0.8 : 0.95,
      cause: `The credential works, but its user has ${role}, without the right to write posts (edit_posts).`,
      fix: 'Give the user the role Author or above (Users → All Users → Change role to…), or connect with another user.',
    }
  },
}

/** A contributor writes drafts; somebody else publishes them. */
export const cannotPublishNote: NoteCheck = {
  code: 'role_too_low',
  look({ verification }) {
    const user = verification?.user
    if (user == null || !user.can.write || user.can.publish) return null
    return 'This user may write drafts, but not publish them, nor upload images: what we send waits for an editor. The role Author is enough to publish.'
  },
}
