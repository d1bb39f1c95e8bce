import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './child.ts'
import { requireProgram } from './programs.ts'

/** PEM files of one server. */
export interface ServerCertificate {
  readonly chain: string
  readonly key: string
}

export interface Certificates {
  /** The authority of this run, PEM: what a client must trust to reach the https sites. */
  readonly ca: string
  readonly site: ServerCertificate
}

const names = 'IP:127.0.0.1,DNS:localhost,DNS:wordpress.test,DNS:*.wordpress.test'

/** Makes an authority of this run and a certificate for all its sites, on 127.0.0.1 and below `wordpress.test`. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true })
  const at = (name: string) => join(folder, name)
  const openssl = (...parameters: string[]) => runProgram(requireProgram('openssl'), parameters)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = ['-x509', '-days', '2', '-subj', '/CN=Pressroom test authority']
  await openssl('req', ...authority, ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'))
  await openssl('req', ...key, '-subj', '/CN=wordpress.test', '-keyout', at('site.key'), '-out', at('site.csr'))
  writeFileSync(at('site.ext'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`)
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2']
  await openssl('x509', '-req', '-in', at('site.csr'), ...signing, '-extfile', at('site.ext'), '-out', at('site.pem'))
  const ca = readFileSync(at('ca.pem'), 'utf8')
  // The authority is sent along: a browser that is told to accept its key then finds it in what the server shows.
  appendFileSync(at('site.pem'), ca)
  return { ca, site: { chain: at('site.pem'), key: at('site.key') } }
}
