import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Child, startChild, untilReady } from './child.ts'
import { requirePhp } from './programs.ts'

/** What PHP is told, in the server and on the command line alike. */
export const phpSettings: Readonly<Record<string, string>> = {
  memory_limit: '256M',
  upload_max_filesize: '64M',
  post_max_size: '64M',
  display_errors: 'Off',
  log_errors: 'On',
  'date.timezone': 'UTC',
}

/**
 * The opcode cache holds every site of a run, and looks at each file's time: tests exchange files while it runs. It is
 * made before the pool's own settings are read.
 */
export const cacheSettings: Readonly<Record<string, string>> = {
  'opcache.memory_consumption': '256',
  'opcache.interned_strings_buffer': '16',
  'opcache.max_accelerated_files': '50000',
  'opcache.revalidate_freq': '0',
}

/** Settings as PHP takes them on its command line. */
export function asParameters(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`])
}

/** Starts one PHP-FPM of eight children below `folder`, listening on `php.sock` there. */
export async function startFpm(folder: string): Promise<Child & { readonly socket: string }> {
  const socket = join(folder, 'php.sock')
  const log = join(folder, 'php.log')
  const file = join(folder, 'php-fpm.conf')
  const isRoot = process.getuid?.() === 0
  const values = Object.entries({ ...phpSettings, error_log: log })
  const lines = [
    '[global]',
    `error_log = ${log}`,
    'daemonize = no',
    '[www]',
    ...(isRoot ? ['user = root', 'group = root'] : []),
    `listen = ${socket}`,
    'pm = dynamic',
    'pm.max_children = 8',
    'pm.start_servers = 2',
    'pm.min_spare_servers = 1',
    'pm.max_spare_servers = 8',
    ...values.map(([name, value]) => `php_value[${name}] = ${value}`),
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  // TERM, not KILL: only a master that is asked to end takes its children along.
  const child = startChild(
    requirePhp().fpm,
    ['-F', '-y', file, ...(isRoot ? ['-R'] : []), ...asParameters(cacheSettings)],
    log,
    'TERM',
  )
  await untilReady(child, log, () => accepts(socket))
  return { ...child, socket }
}

/** Whether somebody listens on the socket. */
export function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}
