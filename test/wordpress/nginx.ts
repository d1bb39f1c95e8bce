import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { ServerCertificate } from './certificates.ts'
import { type Child, startChild, untilReady } from './child.ts'
import { requireProgram } from './programs.ts'
import { quirks } from './quirks/registry.ts'
import { layouts } from './site-files.ts'
import type { CompleteOptions } from './site-options.ts'

/** What nginx must know about a site. */
export interface WebServer {
  readonly folder: string
  readonly port: number
  readonly phpSocket: string
  readonly options: CompleteOptions
  /** For https. */
  readonly certificate?: ServerCertificate
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Starts the nginx of one site: one process, so that its log is written in the order of the answers. */
export async function startNginx(server: WebServer): Promise<Child> {
  const { folder } = server
  mkdirSync(join(folder, 'tmp'), { recursive: true })
  const log = join(folder, 'nginx.log')
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configure(server))
  // The socket of one that was killed would be in the way; a cache must not outlive the quirk that filled it.
  for (const name of ['log.sock', 'cache']) rmSync(join(folder, name), { recursive: true, force: true })
  const child = startChild(requireProgram('nginx'), ['-p', folder, '-e', log, '-c', file], log, 'TERM')
  await untilReady(child, log, () => passLog(folder).then(Boolean, () => false))
  return child
}

/**
 * Asks the site's private listener for an answer. Since nginx is one process, every request that was answered before is
 * in the log once this one is back.
 */
export function passLog(folder: string): Promise<true> {
  return new Promise((resolve, reject) => {
    const socketPath = join(folder, 'log.sock')
    const ask = request({ socketPath, path: '/', agent: false, timeout: 5000 }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(true))
    })
    ask.once('timeout', () => ask.destroy(new Error('nginx does not answer')))
    ask.once('error', reject)
    ask.end()
  })
}

const logFormat = [
  '{"method":"$request_method"',
  '"uri":"$request_uri"',
  '"status":$status',
  '"hasAuthorization":$has_authorization',
  '"userAgent":"$http_user_agent"}',
].join(',')

const parameters = {
  QUERY_STRING: '$query_string',
  REQUEST_METHOD: '$request_method',
  CONTENT_TYPE: '$content_type',
  CONTENT_LENGTH: '$content_length',
  SCRIPT_FILENAME: '$document_root$fastcgi_script_name',
  SCRIPT_NAME: '$fastcgi_script_name',
  REQUEST_URI: '$request_uri',
  DOCUMENT_URI: '$document_uri',
  DOCUMENT_ROOT: '$document_root',
  SERVER_PROTOCOL: '$server_protocol',
  REQUEST_SCHEME: '$scheme',
  SERVER_SOFTWARE: 'nginx',
  REMOTE_ADDR: '$remote_addr',
  REMOTE_PORT: '$remote_port',
  SERVER_ADDR: '$server_addr',
  SERVER_PORT: '$server_port',
  SERVER_NAME: '$host',
  REDIRECT_STATUS: '200',
}

/** Files of core are asked for below the path of each member of a network. */
const memberRewrites = `if (!-e $request_filename) {
      rewrite ^/[^/]+(/wp-(admin|includes|content)/?.*)$ $1 last;
      rewrite ^/[^/]+(/[^/]+\\.php)$ $1 last;
    }`

function configure({ folder, port, phpSocket, options, certificate }: WebServer): string {
  const parts = options.quirks.map((name) => quirks[name])
  const { front } = layouts[options.layout]
  // A network cannot do without: its members have no folders.
  const rewrites = options.permalinks === 'pretty' || options.layout === 'network'
  const fallback = rewrites ? `${front}/index.php?$args` : '=404'
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path tmp/${name};`)
  const ssl = certificate ? `ssl_certificate ${certificate.chain}; ssl_certificate_key ${certificate.key};` : ''
  const lines = (place: 'http' | 'server' | 'php') => parts.map((part) => part[place] ?? '').join('\n')
  return `
daemon off;
master_process off;
pid nginx.pid;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  ${temporary.join('\n  ')}
  client_max_body_size 64m;
  map $http_authorization $has_authorization { default true; '' false; }
  log_format seen escape=json '${logFormat}';
  access_log off;
  ${lines('http')}
  server { listen unix:${join(folder, 'log.sock')}; return 204; }
  server {
    listen 127.0.0.1:${port}${certificate ? ' ssl' : ''};
    ${ssl}
    root ${join(folder, 'www')};
    index index.php index.html;
    access_log access.log seen;
    ${lines('server')}
    ${options.layout === 'network' ? memberRewrites : ''}
    location / { try_files $uri $uri/ ${fallback}; }
    location ~ \\.php$ {
      try_files $uri =404;
      ${Object.entries(parameters)
        .map(([name, value]) => `fastcgi_param ${name} ${value};`)
        .join('\n      ')}
      fastcgi_param HTTPS $https if_not_empty;
      fastcgi_read_timeout 120s;
      fastcgi_buffers 16 64k;
      fastcgi_buffer_size 64k;
      fastcgi_pass unix:${phpSocket};
      ${lines('php')}
    }
  }
}
`
}
