import type { Check } from '../check.ts'
import { answered, quote, refusedAnswers } from '../signature.ts'
import { simpleJwtError } from './jwt-answers.ts'

/** What its numbers below those of a wrong login mean: a part of it that is switched off. */
const off = new Set([45])

export const sjlOff: Check = {
  code: 'sjl_off',
  layer: 'login',
  title: 'Authentication is switched off in Simple JWT Login',
  look(evidence) {
    const answer = refusedAnswers(evidence).find((candidate) => off.has(simpleJwtError(candidate)?.number ?? 0))
    if (answer === undefined) return null
    const said = simpleJwtError(answer)
    return {
      verdict: 'refused',
      confidence: 0.97,
      cause: `${answered(answer)} with error ${said?.number}: "${quote(said?.message ?? '')}".`,
      fix: 'In WordPress: Simple JWT Login → Authentication → "Allow Authentication: Yes", and under General → "Middleware: All WordPress endpoints checks for JWT authentication". Or connect with an application password.',
    }
  },
}
