import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HubError } from '../../errors/hub-error.ts'

/** The account that the database runs under when the hub runs as root, which PostgreSQL refuses to do. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Null when this process is not root. Otherwise the owner of the cluster, where there is one; else the owner of the data
 * folder when that is somebody else (a volume that was handed to an account); else the first of these that the machine
 * has. It must be in /etc/passwd: initdb looks itself up.
 */
export function chooseAccount(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readAccounts().filter(({ uid }) => uid !== 0)
  const owners = [join(dataFolder, 'postgres'), dataFolder].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.uid,
  )
  const found =
    owners.map((owner) => accounts.find(({ uid }) => uid === owner)).find((account) => account !== undefined) ??
    ['pressroom', 'postgres', 'nobody']
      .map((wanted) => accounts.find(({ name }) => name === wanted))
      .find((account) => account !== undefined)
  if (found !== undefined) return found
  throw new HubError('data_folder_unusable', 'PostgreSQL refuses to run as root, and there is no account "nobody"', {
    fix: 'Run Pressroom as another user, or set DATABASE_URL to a PostgreSQL of your own.',
  })
}

/** Hands a file or folder that we just made to the account. */
export function handTo(account: Account | null, path: string): void {
  if (account !== null) chownSync(path, account.uid, account.gid)
}

/**
 * Lets the account pass through the data folder (not read it), and checks that it may enter every folder above.
 * Access control lists are not looked at: where they allow more, PostgreSQL's own error would have come later.
 */
export function letThrough(account: Account | null, dataFolder: string): void {
  if (account === null) return
  const own = statSync(dataFolder)
  if (own.uid === 0 && (own.mode & 0o001) === 0) chmodSync(dataFolder, (own.mode & 0o777) | 0o011)
  for (let path = dataFolder; ; path = dirname(path)) {
    if (!mayEnter(account, path)) {
      throw new HubError('data_folder_unusable', `PostgreSQL runs as "${account.name}", which may not enter ${path}`, {
        fix: 'Set PRESSROOM_DATA to a folder outside of it, for example /var/lib/pressroom, or run Pressroom as another user.',
      })
    }
    if (path === dirname(path)) return
  }
}

function mayEnter(account: Account, path: string): boolean {
  const { uid, gid, mode } = statSync(path)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '0', gid = '0']) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
