import { causesOf, refusalOf, type DatabaseRefusal } from '@waybill/messaging/operations';

/** A part that a request needs and that is down. */
export type UnavailablePart = 'database' | 'broker';

/** Prisma's codes: cannot reach, timed out, closed, no free connection, no transaction in time. */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** The same in Prisma's driver adapters. */
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
/**
 * SQLSTATE: connection exception, refused login (a password or certificate that was changed at one end), operator
 * intervention (shutting down, starting up).
 */
const SQLSTATE = /^(08\w{3}|28\w{3}|57P0[1-5])$/;
/** Of Node's TLS: the certificate cannot be verified, has expired, or is another server's. */
const TLS = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_)/;
/** Errors of `pg` that have no code. */
const MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Server has closed the connection|DatabaseNotReachable|server does not support SSL/;

/**
 * Which part is down, by the codes of the error and its causes, without importing a client library. A database that
 * responds but accepts no writes counts as down. Undefined for other errors.
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
  if (
    typeof code === 'string' &&
    (PRISMA.has(code) || SOCKET.has(code) || SQLSTATE.test(code) || TLS.test(code))
  ) {
    return 'database';
  }
  if (typeof kind === 'string' && DRIVER.has(kind)) return 'database';
  return typeof message === 'string' && MESSAGE.test(message) ? 'database' : undefined;
}

const ACCEPTS_NO_WRITES: Record<DatabaseRefusal, string> = {
  'read-only': 'The database is read-only at the moment',
  'not-migrated': 'The database is not migrated to this version',
  full: 'The database has no space left at the moment',
};

/** The reason for the caller, without a full stop. */
export function whyUnavailable(part: UnavailablePart, error: unknown): string {
  const refusal = part === 'database' ? refusalOf(error) : undefined;
  return refusal ? ACCEPTS_NO_WRITES[refusal] : `The ${part} is not responding at the moment`;
}
