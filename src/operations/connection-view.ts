import { z } from 'zod'
import type { Connection } from '../store/connections.ts'
import type { DiagnosisView } from './diagnosis-schema.ts'
import { moment } from './pages.ts'
import { projectInput } from './project-input.ts'

/** The input of every operation on one connection. */
export const connectionInput = projectInput.extend({
  connection: z.string().min(1).max(200).describe('Id or name of the connection'),
})

export const connectionName = z.string().trim().min(1).max(100).describe('Unique in the project, capitals or not')
export const connectionGroups = z.array(z.string().trim().min(1).max(100)).max(20)

/** A connection as everybody may see it who sees its project. Nothing in it is secret. */
export const connectionView = z.object({
  id: z.string(),
  project: z.string(),
  kind: z.string(),
  name: z.string(),
  url: z.string(),
  groups: z.array(z.string()),
  method: z.string().describe('How it logs in'),
  account: z.string().nullable().describe('The user at the site'),
  state: z.enum(['active', 'paused', 'needs-login']),
  verdict: z.string().nullable().describe('The health on which two checks agreed'),
  code: z.string().nullable().describe('Why it is not well; null when it is'),
  doubted: z.boolean().describe('The newest check saw something else, which the next one confirms or not'),
  rotating: z.boolean().describe('Its credential is being replaced'),
  checkedAt: moment.nullable(),
  nextCheckAt: moment.nullable(),
  expiresAt: moment.nullable().describe('When somebody has to log in again; null for never'),
  site: z.record(z.string(), z.unknown()).describe('What is known of the site: title, version, user…'),
  createdBy: z.string(),
  createdAt: moment,
  updatedAt: moment,
})

export function viewConnection(connection: Connection): z.infer<typeof connectionView> {
  const { id, kind, name, url, groups, method, account, state, verdict, code, site, createdBy } = connection
  return {
    ...{ id, kind, name, url, groups, method, account, state, verdict, code, site, createdBy },
    project: connection.projectId,
    doubted: connection.pendingVerdict !== null,
    rotating: connection.rotation !== null,
    checkedAt: connection.checkedAt?.toISOString() ?? null,
    nextCheckAt: connection.nextCheckAt?.toISOString() ?? null,
    expiresAt: connection.expiresAt?.toISOString() ?? null,
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
  }
}

/** A diagnosis that was stored, by this version or an earlier one: shown as it is. */
export const storedDiagnosis = z.custom<DiagnosisView>(() => true).describe('A diagnosis')
