import { figure, plural } from '../format.js';
import { table } from '../table.js';
import type { Coefficients } from './coefficients.js';
import { ASSUMED_PRICES } from './cost.js';
import type { Backlog, Capacity } from './evaluate.js';
import { bytes, perSecond, span } from './quantities.js';

/** What `waybill capacity` prints. */
export function renderCapacity(capacity: Capacity, measured: Coefficients): string {
  return [
    heading(capacity),
    stages(capacity),
    verdict(capacity),
    levers(capacity),
    footprint(capacity),
    basis(measured),
  ].join('\n\n');
}

function heading({ scenario, counts }: Capacity): string {
  const { ordersPerSecond, eventsPerOrder, consumers } = scenario;
  return [
    `${perSecond(ordersPerSecond)} orders/s, ${plural(eventsPerOrder, 'event')} each, ${plural(consumers, 'consumer')}`,
    `processes: API ${figure(counts.api)}, each consumer ${figure(counts.handlers)}; ` +
      `${plural(counts.shards, 'shard')}, ${plural(counts.brokers, 'broker')}`,
  ].join('\n');
}

function stages({ stages: loads, bottleneck }: Capacity): string {
  return table(
    ['stage', 'arrive/s', 'can/s', 'utilisation', 'wait', 'waiting', 'grows by/s', ''],
    loads.map(({ name, arrivals, capacity, utilisation, wait, waiting, growth }) => [
      name,
      perSecond(arrivals),
      perSecond(capacity),
      `${(utilisation * 100).toFixed(0)} %`,
      wait === Infinity ? '' : span(wait),
      waiting === Infinity ? '' : perSecond(waiting),
      growth === 0 ? '' : perSecond(growth),
      name === bottleneck ? 'bottleneck' : '',
    ]),
  );
}

function verdict({ scenario, sustained, bottleneck, latencyMs, backlogs }: Capacity): string {
  const keepsUp = sustained >= scenario.ordersPerSecond;
  return [
    `sustained: ${perSecond(sustained)} orders/s, then ${bottleneck} fall behind`,
    ...(keepsUp ? [`from commit to handler: ${span(latencyMs / 1_000)} on average`] : []),
    ...backlogs.filter(({ growth }) => growth > 0).map((backlog) => backlogLine(backlog, scenario.seconds)),
  ].join('\n');
}

function backlogLine({ place, growth, atEnd, drainSeconds }: Backlog, seconds: number | undefined): string {
  if (place === 'clients') return `the API refuses ${perSecond(growth)} orders/s`;
  const where = place === 'outbox' ? 'in the outbox' : 'in the stream, for each consumer';
  const grows = `${perSecond(growth)} events/s more wait ${where}`;
  if (seconds === undefined || atEnd === undefined || drainSeconds === undefined) return grows;
  return `${grows}: ${perSecond(atEnd)} after ${span(seconds)}, gone after another ${span(drainSeconds)}`;
}

function levers({ levers: changes, bottleneck }: Capacity): string {
  if (changes.length === 0) return `No single change helps: ${bottleneck} are not alone at the limit.`;
  return table(
    ['one change', 'orders/s', 'times', 'basis'],
    changes.map(({ change, sustained, factor, basis }) => [
      change,
      perSecond(sustained),
      factor.toFixed(2),
      basis,
    ]),
  );
}

function footprint({ scenario, storage, resources, cost }: Capacity): string {
  const { perDay, kept, diskFullSeconds } = storage;
  const { prices, coreHours, gbMonths, total } = cost;
  const assumed = prices === ASSUMED_PRICES ? ' (assumed prices: give yours)' : '';
  return table(
    ['', ''],
    [
      ['stored a day', storedLine(perDay)],
      ['kept', storedLine(kept)],
      ...(diskFullSeconds === undefined
        ? []
        : [
            [
              'disks of brokers',
              diskFullSeconds === Infinity
                ? `${scenario.diskGb} GB hold what is kept`
                : `full after ${span(diskFullSeconds)}`,
            ],
          ]),
      ['streams, durables', `${figure(resources.streams)}, ${figure(resources.durables)}`],
      [
        'connections',
        `${figure(resources.databaseConnections)} to databases, ${figure(resources.brokerConnections)} to brokers`,
      ],
      ['cores', figure(resources.cores)],
      [
        'a million orders',
        `${perSecond(coreHours)} core-hours and ${perSecond(gbMonths)} GB-months: ` +
          `${total.toFixed(2)} at ${prices.coreHour} and ${prices.gbMonth} each${assumed}`,
      ],
    ],
  ).trimStart();
}

function storedLine({ streams, outboxes, inboxes }: Capacity['storage']['perDay']): string {
  return `${bytes(streams)} in streams, ${bytes(outboxes)} in outboxes, ${bytes(inboxes)} in inboxes`;
}

function basis({ setUps }: Coefficients): string {
  return [
    'Measured on:',
    ...setUps.map(({ date, cpu, nats, postgres }) => `  ${date}, ${cpu}; nats ${nats}; Postgres ${postgres}`),
    'Random arrivals, keys spread evenly, capacity in proportion to the number of each: docs/capacity.md',
  ].join('\n');
}
