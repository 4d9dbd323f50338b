/** The tables that this version of the library works with, and the columns that it reads or writes. */
export const MESSAGING_TABLES = {
  outbox: [
    'id',
    'message_id',
    'subject',
    'key',
    'bucket',
    'headers',
    'payload',
    'created_at',
    'published_at',
    'stream',
    'sequence',
    'attempts',
    'available_at',
    'last_error',
    'dead_at',
  ],
  inbox: ['consumer', 'message_id', 'handled_at'],
  inbox_failure: ['consumer', 'message_id', 'attempts', 'history', 'last_failed_at'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
