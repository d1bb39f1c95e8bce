import type { Check } from '../check.ts'

export const userRejected: Check = {
  code: 'user_rejected',
  layer: 'login',
  title: 'The connection was rejected on the site',
  look({ returned }) {
    const query = returned?.searchParams
    if (query?.get('result') !== 'rejected' && query?.get('success') !== 'false') return null
    return {
      verdict: 'refused',
      confidence: 1,
      cause: 'On the approval page of the site, somebody chose "No, I do not approve of this connection".',
      fix: 'Start again, and choose "Yes, I approve of this connection".',
    }
  },
}
