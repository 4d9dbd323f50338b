import { parseArgs } from 'node:util';
import { BROKER_COUNTS, LAST_REPLICA_PORT, type BrokerCount, type Replicas } from '@waybill/stack';

/** Where the data is by default. */
export const DEFAULT_DATA_DIR = '.waybill';

const OPTIONS = {
  detach: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
  'port-base': { type: 'string' },
  watch: { type: 'boolean', default: false },
  brokers: { type: 'string' },
  replicas: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const HELP = `Usage: npm start -- [flags]

  --detach           return once everything is healthy; stop it with: npm run waybill -- stop
  --fresh            empty the local data first
  --no-demo          no simulated shoppers
  --watch            restart a service when its code is saved, or that of a library that it loads
  --data-dir <dir>   where the data is (default .waybill)
  --port-base <n>    console n, the services n+1 and so on, Postgres n+10, nats n+11 and n+12
                     (default 3000 for the console, 55432, 4222 and 8222 for the servers)
  --brokers <1|3>    3 runs a cluster of nats-servers, with three replicas of every stream; the others use n+30 to n+36
                     (default as many as before on this data, 1 if it is new)
  --replicas <service>=<number>,…
                     processes of a service (default 1), the second as order-2 on n+40 and its own offset, and so on
`;

export interface StartFlags {
  readonly detach: boolean;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly dataDir: string;
  readonly portBase: number | undefined;
  readonly watch: boolean;
  readonly brokers: BrokerCount | undefined;
  readonly replicas: Replicas;
}

/** The flags after `npm start --`. An error ends the process with status 2, naming the wrong flag and the valid ones. */
export function readFlags(args: readonly string[]): StartFlags {
  try {
    const values = parse(args);
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    return {
      detach: values.detach,
      fresh: values.fresh,
      demo: !values['no-demo'],
      dataDir: values['data-dir'],
      portBase: portBase(values['port-base']),
      watch: values.watch,
      brokers: brokerCount(values.brokers),
      replicas: replicaCounts(values.replicas),
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}

/** @throws Error naming the wrong flag and the valid ones */
export function parse(args: readonly string[]) {
  const known = Object.keys(OPTIONS).map((name) => `--${name}`);
  for (const arg of args) {
    const [flag] = arg.split('=');
    if (arg.startsWith('-') && !known.includes(flag!) && flag !== '-h') {
      throw new Error(`unknown flag ${flag}; the flags are ${known.join(', ')}`);
    }
  }
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new Error(`${reason.replaceAll("'", '')}; the flags are ${known.join(', ')}`);
  }
}

/** @throws Error it is not a number of brokers that a stack can run */
export function brokerCount(text: string | undefined): BrokerCount | undefined {
  if (text === undefined) return undefined;
  const count = BROKER_COUNTS.find((each) => String(each) === text);
  if (count !== undefined) return count;
  throw new Error(
    `--brokers takes 1 or 3, not "${text}": a cluster needs a majority, and three survive the loss of one`,
  );
}

/** Whether there are such services is for the stack to say. @throws Error it is not written as it must be */
export function replicaCounts(text: string | undefined): Replicas {
  if (text === undefined) return {};
  const counts = text.split(',').map((part) => {
    const [, service, count] = /^([a-z][a-z0-9-]*)=(\d+)$/.exec(part) ?? [];
    if (service !== undefined && count !== undefined) return [service, Number(count)] as const;
    throw new Error(`--replicas takes <service>=<number>,… such as order=2,analytics=3, not "${text}"`);
  });
  return Object.fromEntries(counts);
}

/** Ports above 1023 that browsers, and Node's `fetch`, refuse to ask: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

const LAST_BASE = 65_535 - LAST_REPLICA_PORT;

/** @throws Error it is no port, or one that would not do */
export function portBase(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1024 || port > LAST_BASE) {
    throw new Error(
      `--port-base takes a port from 1024 to ${LAST_BASE} (up to ${LAST_REPLICA_PORT} more are used after it), not "${text}"`,
    );
  }
  // The console and the services; Postgres has the tenth.
  const blocked = BLOCKED.find((each) => each >= port && each < port + 10);
  if (blocked !== undefined) {
    throw new Error(
      `--port-base ${text} would use port ${blocked}, which no browser opens; take ${blocked + 1} or another`,
    );
  }
  return port;
}
