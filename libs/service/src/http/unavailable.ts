import { causesOf, refusalOf, type DatabaseRefusal } from '@waybill/messaging';

/** A part that a request needs and that does not answer. */
export type UnavailablePart = 'database' | 'broker';

/** Prisma's codes for "cannot reach", "timed out", "closed", "no connection free", "no transaction in time". */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** What Prisma's driver adapters call it. */
const DRIVER = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** SQLSTATE: connection exception, operator intervention (shutting down, starting up). */
const SQLSTATE = /^(08\w{3}|57P0[1-5])$/;
/** What `pg` says without a code. */
const MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Server has closed the connection|DatabaseNotReachable/;

/**
 * Which part is down, told from the error and all that it was caused by, by code; no client library is
 * imported for it. A database that answers and can take nothing is down too. Undefined where the error is of another
 * kind.
 */
export function unavailablePart(error: unknown): UnavailablePart | undefined {
  for (const each of causesOf(error)) {
    const part = partOf(each);
    if (part) return part;
  }
  return refusalOf(error) ? 'database' : undefined;
}

function partOf(error: object): UnavailablePart | undefined {
  const { code, message, kind } = error as { code?: unknown; message?: unknown; kind?: unknown };
  if (code === 'BROKER_UNAVAILABLE') return 'broker';
  if (typeof code === 'string' && (PRISMA.has(code) || SOCKET.has(code) || SQLSTATE.test(code))) {
    return 'database';
  }
  if (typeof kind === 'string' && DRIVER.has(kind)) return 'database';
  return typeof message === 'string' && MESSAGE.test(message) ? 'database' : undefined;
}

const TAKES_NOTHING: Record<DatabaseRefusal, string> = {
  'read-only': 'The database is read-only at the moment, so nothing can be stored',
  'not-migrated': 'The database is not migrated to this version',
  full: 'The database has no room left at the moment',
};

/** What the caller is told, without an end. */
export function whyUnavailable(part: UnavailablePart, error: unknown): string {
  const refusal = part === 'database' ? refusalOf(error) : undefined;
  return refusal ? TAKES_NOTHING[refusal] : `The ${part} does not answer at the moment`;
}
