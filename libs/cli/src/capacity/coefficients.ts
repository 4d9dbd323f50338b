import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../cli-error.js';
import { measured } from './measured.js';

/** A figure of `npm run bench -- all --json`: what is read of it. */
export const Figure = z.object({
  name: z.string(),
  value: z.number().positive(),
  baseline: z.number().positive(),
  ratio: z.number().positive(),
  cpuMicros: z.number().optional(),
  setUp: z.object({
    date: z.string(),
    cpu: z.string(),
    memory: z.string(),
    load: z.string().optional(),
    node: z.string(),
    nats: z.string(),
    postgres: z.string(),
  }),
});
export type Figure = z.output<typeof Figure>;

/** What the model needs of the benchmark: which figure, and which of its two values. */
const READ = {
  /** Orders a second by one process of the API. */
  request: ['post-orders', 'value'],
  /** Transactions a second with an order and an event, by one database. */
  orderTransaction: ['order-transaction', 'value'],
  /** Events a second from the outbox of one database to the stream, marked there. */
  relay: ['relay', 'value'],
  /** Messages a second that one stream takes from one publisher. */
  ingest: ['relay', 'baseline'],
  /** Messages a second that a broker stores, delivers and has acknowledged. */
  ingestAndDelivery: ['handlers-batch', 'baseline'],
  /** Events a second by one process of a consumer, for each way to handle them. */
  key: ['handlers-key', 'value'],
  none: ['handlers-none', 'value'],
  group: ['handlers-group', 'value'],
  batch: ['handlers-batch', 'value'],
  /** Events a second by one partition alone: each waits for the commit of the one before. */
  partition: ['handlers-partition', 'value'],
  /** Transactions a second with an inbox row and an effect, by one database. */
  handlerTransaction: ['handlers-none', 'baseline'],
  /** Milliseconds from a commit to the start of the handler, where nothing queues. */
  latency: ['commit-to-handler', 'value'],
  /** Bytes of a body, and of what it becomes. */
  body: ['message-size:wire', 'baseline'],
  wire: ['message-size:wire', 'value'],
  stream: ['message-size:stream', 'value'],
  outboxRow: ['message-size:outbox', 'value'],
  inboxRow: ['message-size:inbox', 'value'],
} as const satisfies Record<string, readonly [name: string, of: 'value' | 'baseline']>;

/** Which figures of the benchmark the model reads. */
const figuresRead: readonly string[] = [...new Set(Object.values(READ).map(([name]) => name))];

export type Coefficients = Readonly<Record<keyof typeof READ, number>> & {
  /** Of the machine that all of it was measured on. */
  readonly cores: number;
  /** Its set-up, one line for each difference. */
  readonly setUps: readonly Figure['setUp'][];
};

/** @param file JSON as the benchmark writes it; without it, what was measured for docs/benchmarks.md */
export function readCoefficients(file?: string): Coefficients {
  if (file === undefined) return coefficientsOf(measured, 'the coefficients of this version');
  const parsed = z.array(Figure).safeParse(parse(file));
  if (parsed.success) return coefficientsOf(parsed.data, file);
  const [{ path, message } = { path: [], message: '' }] = parsed.error.issues;
  throw new UsageError(`${file}: ${path.join('.') || 'the document'}: ${message}`, HOW_TO_MEASURE);
}

const HOW_TO_MEASURE = 'npm run bench -- all --json <file> writes such a file';

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`, HOW_TO_MEASURE);
  }
}

export function coefficientsOf(figures: readonly Figure[], source: string): Coefficients {
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  const missing = figuresRead.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    throw new UsageError(
      `${source}: there is no figure ${missing.join(', ')}`,
      'npm run bench -- all --json <file> writes a file that has them all',
    );
  }
  const values = Object.fromEntries(
    Object.entries(READ).map(([key, [name, of]]) => [key, byName.get(name)![of]]),
  ) as Record<keyof typeof READ, number>;
  const setUps = new Map(
    figuresRead.map((name) => byName.get(name)!.setUp).map((s) => [JSON.stringify(s), s]),
  );
  return { ...values, cores: coresOf(byName.get('relay')!, source), setUps: [...setUps.values()] };
}

/** `2 × Intel(R) Xeon(R), all on one machine` */
function coresOf({ setUp: { cpu } }: Figure, source: string): number {
  const cores = Number.parseInt(cpu, 10);
  if (cores > 0) return cores;
  throw new UsageError(`${source}: setUp.cpu does not begin with the number of cores: "${cpu}"`);
}
