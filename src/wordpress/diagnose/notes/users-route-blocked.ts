import { statusOf } from '../../answer.ts'
import type { NoteCheck } from '../check.ts'

/** Against the enumeration of users. Asked for when thorough; without asking, it shows where our own user is hidden from us. */
export const usersRouteBlocked: NoteCheck = {
  code: 'users_route_blocked',
  async look({ verification, thorough, ask }) {
    const hidden = verification?.user?.id === null
    const answer = thorough && !hidden ? await ask.usersRoute() : null
    const code = answer?.envelope?.code
    if (
      !hidden &&
      code !== 'rest_user_cannot_view' &&
      !(code === 'rest_no_route' && answer && statusOf(answer) === 404)
    )
      return null
    return hidden
      ? 'A plugin hides the users of the site, even from themselves. Writing works; authors cannot be listed.'
      : 'A plugin hides the list of users from strangers. With a credential it does no harm.'
  },
}
