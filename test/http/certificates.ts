import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  readonly cert: string
  /** Where the authority's certificate lies as a file. */
  readonly file: string
  /** The authority's own, self-signed, for a server. */
  readonly own: Certificate
  /** @param altNames as openssl writes them: `DNS:a.test,IP:127.0.0.1` */
  issue(altNames: string, validity?: 'now' | 'expired' | 'future'): Promise<Certificate>
  remove(): Promise<void>
}

const validity = {
  now: ['-days', '2'],
  expired: ['-startdate', '200101000000Z', '-enddate', '200201000000Z'],
  future: ['-startdate', '20900101000000Z', '-enddate', '20910101000000Z'],
}

/** `openssl ca` alone can date certificates into the past and the future, and wants to be told all this. */
const configuration = `[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
certificate = ca.pem
private_key = ca.key
[any]
commonName = supplied
`

/** A certificate authority of its own, made by openssl in a temporary folder. */
export async function createAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-ca-'))
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const read = async (name: string): Promise<Certificate> => ({
    cert: await readFile(join(folder, `${name}.pem`), 'utf8'),
    key: await readFile(join(folder, `${name}.key`), 'utf8'),
  })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test CA')
  await writeFile(join(folder, 'ca.cnf'), configuration)
  await writeFile(join(folder, 'index.txt'), '')
  const own = await read('ca')
  let count = 0
  return {
    cert: own.cert,
    own,
    file: join(folder, 'ca.pem'),
    async issue(altNames, when = 'now') {
      const name = `site${++count}`
      await openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}.test`)
      await writeFile(join(folder, `${name}.ext`), `subjectAltName=${altNames}\n`)
      const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`]
      await openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...files, ...validity[when])
      return read(name)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
