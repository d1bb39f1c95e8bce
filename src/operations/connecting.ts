import { eventIterator } from '@orpc/server'
import { z } from 'zod'
import { beginApproval, finishApproval, type Pasted, receiveReturn } from '../connections/approval.ts'
import { type ConnectOutcome, connect } from '../connections/connect.ts'
import { reconnect } from '../connections/reconnect.ts'
import { HubError } from '../errors/hub-error.ts'
import { actorName } from './actor.ts'
import { connectionGroups, connectionInput, connectionName, connectionView, viewConnection } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { diagnosisSchema } from './diagnosis-schema.ts'
import { attemptEvent, followAttempts } from './follow-diagnosis.ts'
import { hubOperation, projectOperation } from './operation.ts'
import { moment } from './pages.ts'
import { projectInput } from './project-input.ts'
import { sendWaiting } from './send-waiting.ts'

const kind = z.string().max(50).default('wordpress').describe('`wordpress`, `webflow` or `webhook`')
const method = z
  .string()
  .max(50)
  .default('application-password')
  .describe(
    '`application-password` or `jwt`; of Webflow: `token`; of webhooks: `none`, `bearer`, `basic`, `header`, `query`',
  )
const input = z
  .record(z.string(), z.unknown())
  .describe(
    'What the method asks for: `address`, `username`, `password`; for jwt also `keepPassword`; of Webflow `token`, `site`; of webhooks `address`, `signingSecret` and the credential',
  )
const wanted = {
  name: connectionName.optional().describe('Default: the title of the site'),
  groups: connectionGroups.default([]),
}
const outcome = z.object({
  connection: connectionView.nullable().describe('Null where the site refuses: then nothing was kept'),
  diagnosis: diagnosisSchema,
  sameSite: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .readonly()
    .describe('Connections to the same site under other accounts'),
})

const connectEvents = eventIterator(
  z.discriminatedUnion('kind', [attemptEvent, z.object({ kind: z.literal('done'), outcome })]),
)

function viewOutcome({ connection, diagnosis, sameSite }: ConnectOutcome): z.infer<typeof outcome> {
  return { connection: connection === null ? null : viewConnection(connection), diagnosis, sameSite }
}

/** Ways to a connection: typed, or approved at the site. Part of `connections`. */
export const connecting = {
  connect: projectOperation({ permission: 'editor', effect: 'append' })
    .route({
      method: 'POST',
      path: '/connections',
      tags: ['Connections'],
      summary: 'Connect a site by a user name and a password, or by a token',
      description: 'Tried first: where the site refuses, the answer is a diagnosis and nothing is kept.',
    })
    .input(projectInput.extend({ kind, method, input, ...wanted }))
    .output(outcome)
    .handler(async ({ input: asked, context }) => {
      const request = { ...asked, projectId: context.project.id, actor: actorName(context.actor) }
      return viewOutcome(await connect(await connectionsDeps(context), request, callOptions(context)))
    }),

  connectFollow: projectOperation({ permission: 'editor', effect: 'append', streams: true })
    .route({
      method: 'POST',
      path: '/connections/follow',
      tags: ['Connections'],
      summary: 'The same, told while it happens, as server-sent events',
      description: 'Each request when it was answered (`attempt`), then what came of it (`done`).',
    })
    .input(projectInput.extend({ kind, method, input, ...wanted }))
    .output(connectEvents)
    .handler(async function* ({ input: asked, context }) {
      const request = { ...asked, projectId: context.project.id, actor: actorName(context.actor) }
      const deps = await connectionsDeps(context)
      const made = yield* followAttempts((options) => connect(deps, request, options), context.signal)
      yield { kind: 'done' as const, outcome: viewOutcome(made) }
    }),

  begin: projectOperation({ permission: 'editor', effect: 'append' })
    .route({
      method: 'POST',
      path: '/connections/begin',
      tags: ['Connections'],
      summary: 'Begin to connect a site with one click',
      description:
        'Open `url` in a browser, log in and approve. In the mode `callback` the site sends the browser back here; in the mode `paste` it shows a password for `finish`. Fifteen minutes are left for it.',
    })
    .input(
      projectInput.extend({
        kind,
        method: z
          .string()
          .max(50)
          .default('authorize')
          .describe('Of WordPress `authorize`; `oauth` of Webflow, for hubs with an app there'),
        address: z.string().min(1).max(2048).optional().describe('Of the site; needed by WordPress'),
        allowRoots: z
          .array(z.string().max(255))
          .max(10)
          .optional()
          .describe('Further hosts that may get the credential'),
        paste: z.boolean().default(false).describe('Show the password in any case'),
        connection: z.string().max(200).optional().describe('Give this connection a new credential'),
        ...wanted,
      }),
    )
    .output(
      z.object({
        handshake: z.string(),
        url: z.string(),
        mode: z.enum(['callback', 'paste']),
        expiresAt: moment,
      }),
    )
    .handler(async ({ input: asked, context }) => {
      const deps = await connectionsDeps(context)
      const { connection, address, allowRoots, paste, name, groups } = asked
      const existing = connection === undefined ? undefined : await resolveConnection(deps, context.project, connection)
      const begun = await beginApproval(
        deps,
        {
          projectId: context.project.id,
          kind: asked.kind,
          method: asked.method,
          // Of a connection that exists, what is not said is as it was connected.
          input: {
            paste,
            ...(address === undefined ? {} : { address }),
            ...(allowRoots === undefined ? {} : { allowRoots }),
          },
          actor: actorName(context.actor),
          ...{ name, groups, connection: existing?.id },
        },
        callOptions(context),
      )
      return { ...begun, expiresAt: begun.expiresAt.toISOString() }
    }),

  receive: hubOperation({ permission: 'anybody', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/connections/receive',
      tags: ['Connections'],
      summary: 'Take the address that a site sent a browser back to',
      description: 'The address proves itself by its nonce. What it holds is sealed, and `finish` goes on with it.',
    })
    .input(z.object({ address: z.url().max(8192) }))
    .output(z.object({ handshake: z.string(), project: z.string() }))
    .handler(async ({ input: { address }, context }) =>
      receiveReturn(await connectionsDeps(context), new URL(address)),
    ),

  finish: projectOperation({ permission: 'editor', effect: 'append' })
    .route({
      method: 'POST',
      path: '/connections/finish',
      tags: ['Connections'],
      summary: 'Finish what was begun, after the approval at the site',
      description:
        'With nothing but the handshake once the site sent the browser back; else with what the site showed.',
    })
    .input(
      projectInput.extend({
        handshake: z.string().min(1).max(100),
        username: z.string().min(1).max(320).optional(),
        password: z.string().min(1).max(4096).optional().describe('As the site shows it'),
        address: z.string().max(8192).optional().describe('Or the whole address that the browser ended at'),
      }),
    )
    .output(outcome)
    .handler(async ({ input: asked, context }) => {
      const pasted = pastedOf(asked)
      const { handshake } = asked
      const request = { projectId: context.project.id, handshake, actor: actorName(context.actor) }
      const deps = await connectionsDeps(context)
      const full = pasted === null ? request : { ...request, pasted }
      const done = await finishApproval(deps, full, callOptions(context))
      if (done.connection !== null) await sendWaiting(context, done.connection.id)
      return viewOutcome(done)
    }),

  reconnect: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/reconnect',
      tags: ['Connections'],
      summary: 'Give a connection another credential for the same site',
    })
    .input(connectionInput.extend({ method, input }))
    .output(outcome)
    .handler(async ({ input: asked, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, asked.connection)
      const request = { ref, method: asked.method, input: asked.input, actor: actorName(context.actor) }
      const done = await reconnect(deps, request, callOptions(context))
      if (done.connection !== null) await sendWaiting(context, done.connection.id)
      return viewOutcome(done)
    }),
}

function pastedOf(input: {
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly address?: string | undefined
}): Pasted | null {
  const { username, password, address } = input
  if (username !== undefined && password !== undefined) return { username, password }
  if (username !== undefined || password !== undefined) {
    throw new HubError('bad_input', 'A user name and a password belong together: give both or neither')
  }
  return address === undefined ? null : { address }
}
