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
/** SQLSTATE: connection exception, insufficient resources, operator intervention (shutting down, starting up). */
const SQLSTATE = /^(08\w{3}|53\w{3}|57P0[1-5])$/;
/** What `pg` says without a code. */
const MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Server has closed the connection|DatabaseNotReachable/;

/**
 * Which part is down, told from the error and all that it was caused by, by code; no client library is
 * imported for it. Undefined where the error is of another kind.
 */
export function unavailablePart(error: unknown): UnavailablePart | undefined {
  const seen = new Set<unknown>();
  const pending = [error];
  while (pending.length > 0) {
    const current = pending.pop();
    if (!current || typeof current !== 'object' || seen.has(current)) continue;
    seen.add(current);
    const part = partOf(current);
    if (part) return part;
    pending.push(...causesOf(current));
  }
  return undefined;
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

/** Node tries every address of a name and wraps the failures; Prisma keeps what its driver said in `meta`. */
function causesOf(error: object): unknown[] {
  const { cause, errors, meta } = error as {
    cause?: unknown;
    errors?: unknown;
    meta?: { driverAdapterError?: unknown } | null;
  };
  return [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : []), meta?.driverAdapterError];
}
