import { describe, expect, it } from '@jest/globals';
import { unavailablePart, whyUnavailable } from './unavailable.js';

const error = (fields: object, message = 'failed') => Object.assign(new Error(message), fields);
/** As Prisma wraps an error of its driver adapter. */
const prisma = (code: string, cause?: object) =>
  error({ code, meta: cause && { driverAdapterError: error({ cause }) } });

describe('the part that is down, by the error', () => {
  it.each([
    ['a refused connection', error({ code: 'ECONNREFUSED' })],
    ['all addresses of a name refused', error({ errors: [error({}), error({ code: 'ECONNREFUSED' })] })],
    ['a server that shuts down', error({ code: '57P01' })],
    ['too many connections', error({ code: '53300' })],
    ['a full disk', error({ code: '53100' })],
    ['a read-only transaction', error({ code: '25006' })],
    ['Prisma: a read-only transaction', prisma('P2010', { kind: 'postgres', code: '25006' })],
    ['a table that is not there', error({ code: '42P01' })],
    ['a password that was changed', error({ code: '28P01' })],
    ['a certificate that expired', error({ code: 'CERT_HAS_EXPIRED' })],
    ['a certificate of another server', error({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['a server without TLS', error({}, 'The server does not support SSL connections')],
    ['a connection that broke', error({}, 'Connection terminated unexpectedly')],
    ['a pool with no connection free', error({}, 'timeout exceeded when trying to connect')],
    ['as the cause of another error', error({ cause: error({ code: 'ECONNRESET' }) })],
    ['Prisma: cannot reach the server', prisma('P1001')],
    ['Prisma: the server closed the connection', prisma('P1017')],
    ['Prisma: no connection free in time', prisma('P2024')],
    ['Prisma: no transaction in time', prisma('P2028')],
    ['Prisma: raw query, session ended', prisma('P2010', { kind: 'postgres', code: '57P01' })],
    ['Prisma: typed query, session ended', prisma('P2039', { kind: 'postgres', code: '57P01' })],
    ['Prisma: raw query, server not there', prisma('P2010', { kind: 'DatabaseNotReachable' })],
    ['Prisma: the driver’s own error, at the commit', error({ cause: { kind: 'ConnectionClosed' } })],
  ])('database: %s', (_what, error) => {
    expect(unavailablePart(error)).toBe('database');
  });

  it('has a message of its own if the database responds but accepts no writes', () => {
    expect(whyUnavailable('database', error({ code: '25006' }))).toMatch(/^The database is read-only/);
    expect(whyUnavailable('database', error({ code: 'ECONNREFUSED' }))).toMatch(/is not responding/);
    expect(whyUnavailable('broker', error({ code: 'BROKER_UNAVAILABLE' }))).toMatch(
      /^The broker is not responding/,
    );
  });

  it('broker: it did not acknowledge', () => {
    expect(unavailablePart(error({ cause: error({ code: 'BROKER_UNAVAILABLE' }) }))).toBe('broker');
  });

  it.each([
    ['a violated constraint', error({ code: '23505' })],
    ['Prisma: a violated constraint', prisma('P2002', { kind: 'UniqueConstraintViolation' })],
    ['Prisma: an error in SQL', prisma('P2010', { kind: 'postgres', code: '42601' })],
    [
      'a cause that is the error itself',
      (() => {
        const e = error({});
        return Object.assign(e, { cause: e });
      })(),
    ],
    ['nothing', undefined],
    ['a text', 'ECONNREFUSED'],
  ])('no part: %s', (_what, error) => {
    expect(unavailablePart(error)).toBeUndefined();
  });
});
