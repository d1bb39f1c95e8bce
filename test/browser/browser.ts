import { createHash, X509Certificate } from 'node:crypto'
import { type Browser, chromium } from 'playwright-core'
import { requireProgram } from '../wordpress/programs.ts'

/** What a browser of the tests may be told. */
export interface BrowserOptions {
  /** Certificates (PEM) that the browser accepts although it knows no authority for them. */
  readonly accept?: readonly string[]
}

/** No telemetry, no updates, no look-ups: the only addresses are this machine and names below `wordpress.test`. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-first-run',
  '--no-pings',
  // There is none: a process that imitates one would be an eighth of the work.
  '--disable-gpu',
  '--in-process-gpu',
  '--host-resolver-rules=MAP *.wordpress.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/** Starts the real Chromium of this machine, without a window. Whoever starts it closes it. */
export function browser({ accept = [] }: BrowserOptions = {}): Promise<Browser> {
  const keys = accept.map(hashPublicKey)
  return chromium.launch({
    executablePath: requireProgram('chromium-headless-shell'),
    args: [
      ...quiet,
      // Chromium has no sandbox for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(keys.length > 0 ? [`--ignore-certificate-errors-spki-list=${keys.join(',')}`] : []),
    ],
  })
}

function hashPublicKey(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}
