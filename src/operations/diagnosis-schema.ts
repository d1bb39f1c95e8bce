import { z } from 'zod'
import type { Diagnosis } from '../wordpress/diagnose/diagnosis.ts'

/** The JSON shape of a diagnosis, as `pressroom diagnose --json` and the API answer it. */
export const diagnosisSchema = z.object({
  verdict: z.enum(['connected', 'connectable', 'refused', 'unavailable', 'not-wordpress']),
  code: z.string().nullable(),
  confidence: z.number(),
  title: z.string(),
  cause: z.string().nullable(),
  fix: z.string().nullable(),
  snippets: z.array(z.object({ server: z.string(), where: z.string(), lines: z.string() })).readonly(),
  letter: z.string().nullable(),
  site: z
    .object({
      name: z.string(),
      url: z.string(),
      home: z.string(),
      restRoot: z.string().nullable(),
      version: z.string().nullable(),
      namespaces: z.array(z.string()).readonly(),
      timezone: z.string(),
      icon: z.string().nullable(),
    })
    .nullable(),
  user: z
    .object({
      id: z.number().nullable(),
      name: z.string(),
      roles: z.array(z.string()).readonly(),
      can: z.object({
        write: z.boolean(),
        publish: z.boolean(),
        upload: z.boolean(),
        editOthers: z.boolean(),
        terms: z.boolean(),
        unfilteredHtml: z.boolean(),
        administer: z.boolean(),
      }),
    })
    .nullable(),
  authorize: z.string().nullable(),
  withheldFrom: z
    .string()
    .nullable()
    .describe('Another host that the API is at. It gets the credential only when `allowRoots` names it'),
  alternatives: z.array(z.object({ code: z.string(), title: z.string(), confidence: z.number() })).readonly(),
  notes: z.array(z.object({ code: z.string(), message: z.string() })).readonly(),
  attempts: z
    .array(
      z.object({
        method: z.string(),
        url: z.string(),
        purpose: z.string(),
        status: z.number().nullable(),
        ms: z.number(),
        outcome: z.string(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<Diagnosis>

export type DiagnosisView = z.infer<typeof diagnosisSchema>
