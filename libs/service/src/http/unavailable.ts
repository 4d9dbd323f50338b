/** A part that a request needs and that does not answer. */
export type UnavailablePart = 'database' | 'broker';

/** Prisma's codes for "cannot reach", "timed out", "closed", "no connection free", "no transaction in time". */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
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
 * Which part is down, told from the error and its causes by code; no client library is imported for it.
 * Undefined where the error is of another kind.
 */
export function unavailablePart(error: unknown): UnavailablePart | undefined {
  const seen = new Set<unknown>();
  for (let current = error; current && typeof current === 'object' && !seen.has(current);) {
    seen.add(current);
    const { code, message, cause, kind, errors } = current as {
      code?: unknown;
      message?: unknown;
      cause?: unknown;
      kind?: unknown;
      errors?: unknown;
    };
    if (code === 'BROKER_UNAVAILABLE') return 'broker';
    if (typeof code === 'string' && (PRISMA.has(code) || SOCKET.has(code) || SQLSTATE.test(code)))
      return 'database';
    if (kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'TooManyConnections') {
      return 'database';
    }
    if (typeof message === 'string' && MESSAGE.test(message)) return 'database';
    // Node tries every address of a name and wraps the failures.
    current = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return undefined;
}
