/** What layers need of a logger: fields first, then a sentence. pino's logger is one. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
}
