/**
 * How the embedded PostgreSQL runs, given on its command line so that they follow the code and not an old file. Small:
 * one hub, some tens of connections, and little memory when idle. What is committed is on the disk: `fsync`, `synchronous_commit`
 * and full pages keep their defaults, which are on.
 */
export const parameters: Readonly<Record<string, string>> = {
  max_connections: '50',
  shared_buffers: '32MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '256MB',
  // Without parallel queries, replication and I/O workers there are fewer processes that idle.
  max_worker_processes: '1',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '2',
  io_method: 'sync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  min_wal_size: '64MB',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and details of errors can hold what people typed; our own log has the error, redacted.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  logging_collector: 'off',
}
