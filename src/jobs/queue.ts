/** A queue: what its jobs carry, and how they are run. A constant of the layer that sends to it. */
export interface Queue<Data extends object> {
  readonly name: string
  /**
   * `every`: each job runs. `one-per-key`: of a key at most one job runs and one waits; sending another while one waits
   * does nothing, so a job means "there is something to do for this key".
   */
  readonly policy: 'every' | 'one-per-key'
  /** How often a job is tried again, after an error or after its worker died: both count. */
  readonly retryLimit: number
  /** Before the first retry after an error; doubled with each, up to ten minutes. After the death of a worker there is no pause. */
  readonly retryDelaySeconds: number
  /** At most so many at once in one process. */
  readonly concurrency: number
  /** A job that runs longer is given up and tried again. */
  readonly expireSeconds: number
  /** When a job is sent by itself. */
  readonly schedule: Schedule | null
  /** Never there: carries the type of the jobs' data. */
  readonly data?: Data
}

interface Schedule {
  /** Five fields; a minute is the finest. */
  readonly cron: string
  readonly timezone: string
}

/** What a queue may leave out. */
export type QueueOptions = { readonly name: string } & Partial<Omit<Queue<object>, 'name' | 'data'>>

/** Names are letters, digits, dots and dashes, and never change: jobs wait under them. */
export function defineQueue<Data extends object>(options: QueueOptions): Queue<Data> {
  return {
    policy: 'every',
    retryLimit: 10,
    retryDelaySeconds: 5,
    concurrency: 1,
    expireSeconds: 3600,
    schedule: null,
    ...options,
  }
}

/** What the work is told about its job. */
export interface JobContext {
  readonly id: string
  /** 0 for the first try. */
  readonly attempt: number
  /** Aborts when the job is no longer ours (we were taken for dead), or its time is over. Nothing may be written after. */
  readonly signal: AbortSignal
  /** Aborts when the process stops: come to a safe point and return, after sending what is left to do as a new job. */
  readonly stopping: AbortSignal
}

/** A queue with the work that its jobs are. */
export interface Handler {
  readonly queue: Queue<object>
  readonly work: (data: object, job: JobContext) => Promise<void>
}

/** Binds work to a queue. An error makes the job be tried again. */
export function handle<Data extends object>(
  queue: Queue<Data>,
  work: (data: Data, job: JobContext) => Promise<void>,
): Handler {
  // Jobs of a queue carry its data: `send` lets nothing else in.
  return { queue, work: async (data, job) => await work(data as Data, job) }
}
