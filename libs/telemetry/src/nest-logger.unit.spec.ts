import { describe, expect, it } from '@jest/globals';
import { Logger as Nest } from '@nestjs/common';
import type { Logger } from 'pino';
import { NestLogger } from './nest-logger.js';

const lines: unknown[][] = [];
const write =
  (level: string) =>
  (...args: unknown[]) =>
    lines.push([level, ...args]);
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const pino = Object.fromEntries(levels.map((level) => [level, write(level)])) as unknown as Logger;

/** What pino gets for one call of Nest's logger. */
function logged(call: (logger: Nest) => void): unknown {
  lines.length = 0;
  Nest.overrideLogger(new NestLogger(pino));
  call(new Nest('shop'));
  return lines;
}

describe("Nest's logger", () => {
  it('passes the message on with its level and context', () => {
    expect(logged((nest) => nest.log('started'))).toEqual([['info', { context: 'shop' }, 'started']]);
    expect(logged((nest) => nest.verbose('detail'))).toEqual([['trace', { context: 'shop' }, 'detail']]);
  });

  it('passes on an error, its stack, or the fields of an object', () => {
    const error = new TypeError('no');
    const fields = { context: 'shop', err: error };
    expect(logged((nest) => nest.error('failed', error))).toEqual([['error', fields, 'failed']]);
    expect(logged((nest) => nest.fatal(error))).toEqual([['fatal', fields, 'no']]);
    expect(logged((nest) => nest.error('failed', 'Error: no\n  at x'))).toEqual([
      ['error', { context: 'shop', stack: 'Error: no\n  at x' }, 'failed'],
    ]);
    expect(logged((nest) => nest.warn({ orders: 3 }))).toEqual([['warn', { context: 'shop', orders: 3 }]]);
  });
});
