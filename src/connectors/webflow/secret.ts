import { z } from 'zod'

/** What is sealed for a Webflow connection: a site token, or the token that an app was given. Both last until they are revoked. */
export const webflowSecret = z.object({ token: z.string().min(1).max(4096) })

export type WebflowSecret = z.infer<typeof webflowSecret>
