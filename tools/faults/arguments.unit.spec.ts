import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.ts';

describe('the flags of the laboratory', () => {
  it('have defaults', () => {
    expect(readArguments([])).toMatchObject({ minutes: 3, brokers: 1, kinds: [], rate: 8, json: false });
    expect(
      readArguments(['--minutes', '0.5', '--seed=7', '--kinds', 'a,b', '--brokers', '3', '--json']),
    ).toEqual({
      ...{ minutes: 0.5, seed: 7, kinds: ['a', 'b'], brokers: 3, rate: 8, json: true, pgbouncer: false },
    });
  });

  it.each([
    [['--minutes', 'x'], '--minutes takes a number from 0.1 to 1440, not "x"'],
    [['--minutes', '0'], '--minutes'],
    [['--seed', '1.5'], '--seed takes a whole number, not "1.5"'],
    [['--brokers', '2'], '--brokers takes 1 or 3, not "2"'],
    [['--rate', ''], '--rate'],
    [['--sede', '1'], '--sede'],
  ])('refuse %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
