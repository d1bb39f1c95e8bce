import { productName } from '../../../config/product.ts'
import type { Check } from '../check.ts'
import { judgeCredential } from './credential-outcome.ts'

/** As we name passwords: the product, and six hex digits where the hub made the name. */
const label = new RegExp(`^${productName}(?: [0-9a-f]{6})?$`, 'i')

export const labelAsUsername: Check = {
  code: 'label_as_username',
  layer: 'login',
  title: 'The label of the password was typed as the user name',
  async look(evidence) {
    const name = evidence.login?.username.trim().toLowerCase() ?? ''
    if (!label.test(name)) return null
    const outcome = await judgeCredential(evidence)
    if (outcome === null || outcome.why === 'stripped' || outcome.why === 'account password') return null
    return {
      verdict: 'refused',
      // A hint by form alone, but few people are called like this program: above "wrong", whatever the oracle said.
      confidence: 0.96,
      cause: `The user name is "${evidence.login?.username}", which is what people call the application password, not their login.`,
      fix: 'Type the name or the e-mail that you log in to WordPress with. The label of the application password is not needed.',
    }
  },
}
