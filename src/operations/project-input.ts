import { z } from 'zod'

/** The input that every operation in a project extends. */
export const projectInput = z.object({
  /** Id or name. May be left out by keys, and by users who are in one project only. */
  project: z.string().min(1).max(200).optional(),
})
