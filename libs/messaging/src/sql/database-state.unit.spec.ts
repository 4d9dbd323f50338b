import { describe, expect, it } from '@jest/globals';
import { refusalOf, whyUnavailable } from './database-state.js';

const error = (fields: object) => Object.assign(new Error('failed'), fields);
const prisma = (code: string, sqlState: string) =>
  error({ code, meta: { driverAdapterError: error({ cause: { kind: 'postgres', code: sqlState } }) } });

describe('an error tells why the database takes nothing', () => {
  it.each([
    ['a read-only transaction', error({ code: '25006' }), 'read-only'],
    ['the same through Prisma', prisma('P2010', '25006'), 'read-only'],
    ['a table that is not there', error({ code: '42P01' }), 'not-migrated'],
    ['the same through Prisma', error({ code: 'P2021' }), 'not-migrated'],
    ['a full disk', error({ cause: error({ code: '53100' }) }), 'full'],
    ['no connection free', error({ errors: [error({}), error({ code: '53300' })] }), 'full'],
  ])('%s', (_what, thrown, refusal) => {
    expect(refusalOf(thrown)).toBe(refusal);
  });

  it.each([
    ['a refused connection', error({ code: 'ECONNREFUSED' })],
    ['a violated constraint', error({ code: '23505' })],
    ['nothing', undefined],
  ])('and nothing of the kind by %s', (_what, thrown) => {
    expect(refusalOf(thrown)).toBeUndefined();
  });

  it('in words', () => {
    expect(whyUnavailable(error({ code: '25006' }))).toBe('the database is read-only');
    expect(whyUnavailable(error({ code: 'ECONNREFUSED' }))).toBe('the database does not respond');
  });
});
