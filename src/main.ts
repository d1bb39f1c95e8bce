#!/usr/bin/env node
import { userInfo } from 'node:os'
import type { CommandContext } from './cli/command-context.ts'
import { type ExitCode, exitCode } from './cli/exit.ts'
import { createProgram, runProgram } from './cli/program.ts'
import { createTerminal } from './cli/terminal.ts'
import { readSettings } from './config/settings.ts'
import type { Settings } from './config/settings-table.ts'
import { HubError } from './errors/hub-error.ts'
import { createAddressGuard } from './http/address-guard.ts'
import { createHttp, type Http } from './http/client.ts'

/** The only composition root: reads the environment once and hands each part what it needs. */
async function main(): Promise<ExitCode> {
  const terminal = createTerminal()
  const cancel = new AbortController()
  // The first Ctrl-C stops the work and lets it tidy up; the second ends the process as usual.
  process.once('SIGINT', () => cancel.abort())
  process.once('SIGTERM', () => cancel.abort())
  // Whoever read our output has left (`| head`): there is nobody to work for.
  process.stdout.on('error', () => cancel.abort())

  let settings: Settings | null = null
  let ended: ExitCode = exitCode.well
  const open: Http[] = []
  const context: CommandContext = {
    terminal,
    signal: cancel.signal,
    async startHub({ role, onStarted }) {
      settings ??= readSettings(process.env)
      const { startHub } = await import('./start.ts')
      const { startTelemetry } = await import('./telemetry.ts')
      const stopTelemetry = await startTelemetry(process.env)
      try {
        await startHub({ ...settings, ...(role === undefined ? {} : { role }) }, cancel.signal, onStarted)
      } finally {
        await stopTelemetry()
      }
    },
    async openHub({ working = false }) {
      settings ??= readSettings(process.env)
      const { reachHub } = await import('./hub-link.ts')
      return await reachHub(settings, cancel.signal, working)
    },
    async restore(request) {
      settings ??= readSettings(process.env)
      const { restoreHub } = await import('./restore.ts')
      return await restoreHub(settings, request)
    },
    operation(listeners = {}) {
      settings ??= readSettings(process.env)
      const { allowPrivate } = settings
      return {
        settings,
        actor: { kind: 'local', name: userInfo().username },
        requestId: null,
        address: null,
        hub: () => Promise.reject(new HubError('internal', 'This command needs no database')),
        signal: cancel.signal,
        http(typed = []) {
          const http = createHttp({ guard: createAddressGuard({ typed, allowPrivate }) })
          open.push(http)
          return http
        },
        ...listeners,
      }
    },
    exit(code) {
      ended = code
    },
  }
  const failed = await runProgram(createProgram(context), process.argv.slice(2), terminal)
  await Promise.all(open.map((http) => http.close()))
  return failed ?? ended
}

process.exitCode = await main()
