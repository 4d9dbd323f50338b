import { parseArgs } from 'node:util';

/** Where the data is by default. */
export const DEFAULT_DATA_DIR = '.waybill';

const OPTIONS = {
  detach: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
  'port-base': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
};

const HELP = `Usage: npm start -- [flags]

  --detach           return once everything is healthy; stop it with: npm run waybill -- stop
  --fresh            empty the local data first
  --no-demo          no simulated shoppers
  --data-dir <dir>   where the data is (default .waybill)
  --port-base <n>    console n, the services n+1 and so on, Postgres n+10, nats n+11 and n+12
                     (default 3000 for the console, 55432, 4222 and 8222 for the servers)
`;

/**
 * The flags after `npm start --`. An error ends the process with status 2, naming the wrong flag and the valid ones.
 *
 * @typedef {{ detach: boolean, fresh: boolean, demo: boolean, dataDir: string, portBase: number | undefined }} StartFlags
 *
 * @param {string[]} args
 * @returns {StartFlags}
 */
export function readFlags(args) {
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
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/**
 * @param {string[]} args
 * @returns {Record<string, string | boolean | undefined>}
 */
export function parse(args) {
  const known = Object.keys(OPTIONS).map((name) => `--${name}`);
  for (const arg of args) {
    const [flag] = arg.split('=');
    if (arg.startsWith('-') && !known.includes(flag) && flag !== '-h') {
      throw new Error(`unknown flag ${flag}; the flags are ${known.join(', ')}`);
    }
  }
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(`${error.message.split('\n')[0].replaceAll("'", '')}; the flags are ${known.join(', ')}`);
  }
}

/** Ports above 1023 that browsers, and Node's `fetch`, refuse to ask: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

/** @param {string | undefined} text */
export function portBase(text) {
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
