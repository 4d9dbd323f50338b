import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { parseFor, positive, wholeNumber } from './arguments.js';
import { DEFAULTS, HANDLING, type Scenario } from './capacity/scenario.js';
import { UsageError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';

const MOST = 1_000_000;
const count = wholeNumber(1, MOST);

export const capacity: AddCommand = (program, run) =>
  program
    .command('capacity')
    .description('how the platform bears a load: utilisation, waits, backlog, bottleneck, what helps, cost')
    .requiredOption('--orders-per-second <n>', 'the load', positive(1e9))
    .option('--events-per-order <n>', 'through the outbox', positive(1_000), DEFAULTS.eventsPerOrder)
    .option('--consumers <n>', 'that handle each event', wholeNumber(1, 1_000), DEFAULTS.consumers)
    .option('--message-bytes <n>', 'of the body', wholeNumber(1, 900 * 1024), DEFAULTS.messageBytes)
    .addOption(
      new Option(
        '--handling <how>',
        'in the order of keys, in any, 32 in a commit (groupCommit), or in batches',
      )
        .choices(HANDLING)
        .default(DEFAULTS.handling),
    )
    .option('--partitions <n>', 'of a lane, for key', partitions, DEFAULTS.partitions)
    .option('--concurrency <n>', 'handlers at once, for none', wholeNumber(1, 1_000), DEFAULTS.concurrency)
    .option('--handler-ms <n>', 'what a handler waits for something else', notNegative, DEFAULTS.handlerMs)
    .option('--handled-per-second <n>', 'by one process of a consumer; default as measured', positive(1e9))
    .option('--api <n>', 'processes of the API; these four are planned if not given', count)
    .option('--shards <n>', 'databases of orders, each with a stream', count)
    .option('--brokers <n>', 'nats-servers', count)
    .option('--handlers <n>', 'processes of each consumer', count)
    .addOption(
      new Option('--target <share>', 'utilisation to plan for, at most')
        .argParser(share)
        .default(DEFAULTS.targetUtilisation),
    )
    .addOption(
      new Option('--replicas <n>', 'copies of a stream')
        .argParser(replicas)
        .default(DEFAULTS.streamReplicas as number),
    )
    .option('--link-mbit <n>', 'link of each broker, in each direction', positive(1e9))
    .option('--disk-gb <n>', 'disk of each broker', positive(1e9))
    .option('--database-pool <n>', 'DATABASE_POOL of a process', wholeNumber(2, 100), DEFAULTS.databasePool)
    .option('--for <duration>', 'how long the load lasts: 30s, 10m, 2h, 1d', parseFor)
    .option('--then <n>', 'orders per second afterwards', notNegative, DEFAULTS.ordersPerSecondThen)
    .option('--core-hour <price>', 'price of a core for an hour; the default is an assumption', notNegative)
    .option('--gb-month <price>', 'price of a GB for a month; the default is an assumption', notNegative)
    .option('--coefficients <file>', 'of your machine: npm run bench -- all --json <file>')
    .addHelpText('after', '\nThe model, its sources and its limits: docs/capacity.md')
    .action(async (flags) => {
      const [{ readCoefficients }, { evaluate }, { renderCapacity }, { ASSUMED_PRICES }] = await Promise.all([
        import('./capacity/coefficients.js'),
        import('./capacity/evaluate.js'),
        import('./capacity/render.js'),
        import('./capacity/cost.js'),
      ]);
      const measured = readCoefficients(flags.coefficients);
      const prices =
        flags.coreHour === undefined && flags.gbMonth === undefined
          ? ASSUMED_PRICES
          : {
              coreHour: flags.coreHour ?? ASSUMED_PRICES.coreHour,
              gbMonth: flags.gbMonth ?? ASSUMED_PRICES.gbMonth,
            };
      const { api, shards, brokers, handlers } = flags;
      if (brokers !== undefined && brokers < flags.replicas) {
        throw new UsageError(
          `--brokers ${brokers} cannot hold ${flags.replicas} copies of a stream`,
          `give --brokers ${flags.replicas} or more, or fewer --replicas`,
        );
      }
      const scenario: Scenario = {
        ordersPerSecond: flags.ordersPerSecond,
        eventsPerOrder: flags.eventsPerOrder,
        consumers: flags.consumers,
        messageBytes: flags.messageBytes,
        handling: flags.handling,
        partitions: flags.partitions,
        concurrency: flags.concurrency,
        handlerMs: flags.handlerMs,
        handledPerSecond: flags.handledPerSecond,
        streamReplicas: flags.replicas,
        linkMbit: flags.linkMbit,
        diskGb: flags.diskGb,
        databasePool: flags.databasePool,
        seconds: flags.for === undefined ? undefined : flags.for / 1_000,
        ordersPerSecondThen: flags.then,
        targetUtilisation: flags.target,
        counts: {
          ...(api !== undefined && { api }),
          ...(shards !== undefined && { shards }),
          ...(brokers !== undefined && { brokers }),
          ...(handlers !== undefined && { handlers }),
        },
      };
      const result = evaluate(scenario, measured, prices);
      printResult(run, result, () => renderCapacity(result, measured));
    });

function notNegative(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a number, 0 or more.');
}

function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError('It must be a share between 0 and 1, such as 0.7.');
}

function partitions(text: string): number {
  if (['1', '2', '4', '8'].includes(text)) return Number(text);
  throw new InvalidArgumentError('It must be 1, 2, 4 or 8: a lane has eight.');
}

function replicas(text: string): number {
  if (['1', '3', '5'].includes(text)) return Number(text);
  throw new InvalidArgumentError('It must be 1, 3 or 5: JetStream needs a majority.');
}
