import { parseArgs } from 'node:util';

/** Where the data is by default. */
export const DEFAULT_DATA_DIR = '.waybill';

const OPTIONS = {
  detach: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
  'port-base': { type: 'string' },
  watch: { type: 'boolean', default: false },
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
`;

export interface StartFlags {
  readonly detach: boolean;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly dataDir: string;
  readonly portBase: number | undefined;
  readonly watch: boolean;
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

/** Ports above 1023 that browsers, and Node's `fetch`, refuse to ask: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

/** @throws Error it is no port, or one that would not do */
export function portBase(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1024 || port > 65_523) {
    throw new Error(
      `--port-base takes a port from 1024 to 65523 (twelve more are used after it), not "${text}"`,
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
