import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './child.ts'
import { requireProgram } from './programs.ts'

/** What a client that trusts the authority of the run will find: nothing wrong, or exactly one thing. */
export type CertificateKind = 'trusted' | 'expired' | 'self-signed' | 'other-name' | 'incomplete'

/** PEM files of one server. */
export interface ServerCertificate {
  readonly chain: string
  readonly key: string
}

export interface Certificates {
  /** The authority of this run, PEM: what a client must trust to reach the https sites. */
  readonly ca: string
  issue(kind: CertificateKind): Promise<ServerCertificate>
}

const ours = 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:wordpress.test,DNS:*.wordpress.test'
const theirs = 'subjectAltName=DNS:somebody-else.test'
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** Makes an authority of this run; certificates are issued when a site wants one. */
export async function makeAuthority(folder: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true })
  const at = (name: string) => join(folder, name)
  const selfSign = (name: string, ...extensions: string[]) =>
    openssl('req', '-x509', '-days', '2', ...newKey, ...files(name), '-subj', `/CN=${name}`, ...extensions)
  const files = (name: string) => ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)]

  async function sign(name: string, by: string, extensions: string, days = 2): Promise<void> {
    await openssl('req', ...newKey, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${name}`)
    writeFileSync(at(`${name}.ext`), `${extensions}\n`)
    const authority = ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial', '-days', `${days}`]
    const request = ['-in', at(`${name}.csr`), '-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`)]
    await openssl('x509', '-req', ...request, ...authority)
  }

  const makers: Record<CertificateKind, () => Promise<unknown>> = {
    trusted: () => sign('trusted', 'authority', ours),
    expired: () => sign('expired', 'authority', ours, -1),
    'other-name': () => sign('other-name', 'authority', theirs),
    'self-signed': () => selfSign('self-signed', '-addext', ours),
    incomplete: async () => {
      await sign('intermediate', 'authority', 'basicConstraints=critical,CA:TRUE')
      await sign('incomplete', 'intermediate', ours)
    },
  }

  await selfSign('authority')
  const ca = readFileSync(at('authority.pem'), 'utf8')
  const issued = new Map<CertificateKind, Promise<ServerCertificate>>()
  const make = async (kind: CertificateKind): Promise<ServerCertificate> => {
    await makers[kind]()
    // The authority is sent along: a browser that is told to accept its key then finds it in what the server shows.
    if (kind !== 'incomplete' && kind !== 'self-signed') appendFileSync(at(`${kind}.pem`), ca)
    return { chain: at(`${kind}.pem`), key: at(`${kind}.key`) }
  }
  const issue = (kind: CertificateKind) => {
    const certificate = issued.get(kind) ?? make(kind)
    issued.set(kind, certificate)
    return certificate
  }
  return { ca, issue }
}

function openssl(...parameters: string[]): Promise<string> {
  return runProgram(requireProgram('openssl'), parameters)
}
