import { parseArgs } from 'node:util';

export interface Arguments {
  readonly minutes: number;
  readonly seed: number;
  readonly brokers: 1 | 3;
  /** Services reach their databases through PgBouncer, in transaction mode. */
  readonly pgbouncer: boolean;
  /** Names of kinds, or their groups: `process.kill`, `network`. Empty for all. */
  readonly kinds: readonly string[];
  /** Orders per second. */
  readonly rate: number;
  /** The last line is JSON. */
  readonly json: boolean;
}

export const USAGE = `Usage: npm run faults -- [flags]

  --minutes <m>      how long faults are struck (default 3)
  --seed <n>         the same seed strikes the same faults at the same times (default: one of the clock's)
  --brokers <1|3>    one nats-server, or a cluster of three (default 1)
  --pgbouncer        the services reach their databases through PgBouncer, but for the relay
  --kinds <a,b>      only these kinds of faults, or groups of them: process.kill,network
  --rate <n>         orders per second (default 8)
  --json             the last line is the result as JSON
`;

const OPTIONS = {
  minutes: { type: 'string', default: '3' },
  seed: { type: 'string' },
  brokers: { type: 'string', default: '1' },
  pgbouncer: { type: 'boolean', default: false },
  kinds: { type: 'string', default: '' },
  rate: { type: 'string', default: '8' },
  json: { type: 'boolean', default: false },
} as const;

/** @throws TypeError naming the flag and what it takes */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  return {
    minutes: number('minutes', values.minutes, 0.1, 24 * 60),
    seed: values.seed === undefined ? Date.now() % 1_000_000 : whole('seed', values.seed, 0, 2 ** 32 - 1),
    brokers: brokers(values.brokers),
    pgbouncer: values.pgbouncer,
    kinds: values.kinds.split(',').filter(Boolean),
    rate: number('rate', values.rate, 0.1, 200),
    json: values.json,
  };
}

function brokers(text: string): 1 | 3 {
  if (text === '1' || text === '3') return Number(text) as 1 | 3;
  throw new TypeError(`--brokers takes 1 or 3, not "${text}"`);
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = number(flag, text, least, most);
  if (Number.isInteger(value)) return value;
  throw new TypeError(`--${flag} takes a whole number, not "${text}"`);
}

function number(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new TypeError(`--${flag} takes a number from ${least} to ${most}, not "${text}"`);
}
