import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { serializeError } from './serialize-error.js';

/** The `err` of a line that was really written. */
function written(err: unknown): Record<string, unknown> {
  let line = '';
  const destination = new Writable({ write: (chunk, _encoding, done) => done(void (line += String(chunk))) });
  pino({ serializers: { err: serializeError } }, destination).warn({ err }, 'failed');
  return (JSON.parse(line) as { err: Record<string, unknown> }).err;
}

describe('an error in a log line', () => {
  it('is as pino writes it', () => {
    const error = Object.assign(new TypeError('no'), { code: 'E_NO' });
    expect(written(error)).toMatchObject({ type: 'TypeError', message: 'no', code: 'E_NO' });
  });

  it.each<[string, unknown, object]>([
    ['is frozen', Object.freeze(new TypeError('frozen')), { type: 'TypeError', message: 'frozen' }],
    ['has a field that throws', trapped(new Error('trap'), 'detail'), { type: 'Error', message: 'trap' }],
    [
      'has a message that throws',
      trapped(new Error(), 'message'),
      { message: 'an error that cannot be read' },
    ],
    ['is its own cause', circular(), { message: expect.stringContaining('round') }],
  ])('is also written if it %s', (_, error, expected) => {
    expect(written(error)).toMatchObject(expected);
  });
});

function trapped(error: Error, field: string): Error {
  const get = () => {
    throw new Error('do not look');
  };
  return Object.defineProperty(error, field, { enumerable: true, get });
}

function circular(): Error {
  const error = new Error('round');
  error.cause = error;
  return error;
}
