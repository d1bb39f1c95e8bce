import { randomInt } from 'node:crypto'

/**
 * The id of no post, another one each time. As `exclude` it changes nothing of a list, but makes the question another one:
 * caches that ignore arguments they do not know cannot ignore this one.
 */
export function unseenId(): number {
  return randomInt(2 ** 40, 2 ** 46)
}
