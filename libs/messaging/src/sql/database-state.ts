import { codeIn } from './error-causes.js';

/** Why a database that responds cannot store data. */
export type DatabaseRefusal = 'read-only' | 'not-migrated' | 'full';

/** SQLSTATE 25006: `default_transaction_read_only` is on, or the server is a standby. */
const READ_ONLY = '25006';
/** SQLSTATE: no such schema, table, column. Prisma: no such table, no such column. */
const NOT_MIGRATED = new Set(['3F000', '42P01', '42703', 'P2021', 'P2022']);
/** SQLSTATE 53xxx, insufficient resources: disk full, out of memory, too many connections. */
const FULL = /^53\w{3}$/;

/** By the error's codes, from any client. Undefined if the error has no such code. */
export function refusalOf(error: unknown): DatabaseRefusal | undefined {
  if (codeIn(error, (code) => code === READ_ONLY)) return 'read-only';
  if (codeIn(error, (code) => FULL.test(code))) return 'full';
  if (codeIn(error, (code) => NOT_MIGRATED.has(code))) return 'not-migrated';
  return undefined;
}

const WORDS: Record<DatabaseRefusal, string> = {
  'read-only': 'the database is read-only',
  'not-migrated': 'the database lacks a table or column: a migration is missing',
  full: 'the database has no space or no free connection',
};

/** For a log line: what is wrong with the database. */
export function whyUnavailable(error: unknown): string {
  const refusal = refusalOf(error);
  return refusal ? WORDS[refusal] : 'the database does not respond';
}
