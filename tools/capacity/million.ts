import {
  MOST_REPLICATED_ASSETS,
  bytes,
  mostOrders,
  perSecond,
  readCoefficients,
  stagesOf,
} from '@waybill/cli/capacity';
import { DEFAULTS, type Capacity } from '@waybill/cli/capacity';
import { capacityFor } from './figures.ts';
import { markdownTable } from './markdown.ts';

const RATES = [1_000, 10_000, 100_000, 1_000_000];
const shape = { streamReplicas: 3 } as const;

/** What it takes at each rate, and what is at its limit first. */
export function millionSection(): string {
  const plans = RATES.map((ordersPerSecond) => capacityFor({ ...shape, ordersPerSecond }));
  const million = plans.at(-1)!;
  const grouped = capacityFor({ ...shape, ordersPerSecond: RATES.at(-1)!, handling: 'group' });
  return `## Up to a million orders a second

Derived, not run: what a machine like the benchmark's carries, times as many machines. Orders are divided by key into **shards**. A shard is a set of the same services with their databases, and a namespace of its own on a JetStream cluster; nothing crosses from one to another, so they add up. Two events an order, two consumers in key order, three copies of each stream, at most ${DEFAULTS.targetUtilisation * 100} % utilisation:

${markdownTable(
  ['orders a second', ...RATES.map(perSecond)],
  [
    row('processes of the API', plans, ({ counts }) => count(counts.api)),
    row('shards', plans, ({ counts }) => count(counts.shards)),
    row('brokers, in clusters of three', plans, ({ counts }) => count(counts.brokers)),
    row('processes of each consumer', plans, ({ counts }) => count(counts.handlers)),
    row('streams', plans, ({ resources }) => count(resources.streams)),
    row('durables', plans, ({ resources }) => count(resources.durables)),
    row('replicated assets on a broker', plans, ({ resources }) =>
      count(resources.replicatedAssetsPerBroker),
    ),
    row('connections to databases', plans, ({ resources }) => count(resources.databaseConnections)),
    row('connections to brokers', plans, ({ resources }) => count(resources.brokerConnections)),
    row('stored a day, in streams', plans, ({ storage }) => bytes(storage.perDay.streams)),
    row('stored a day, in databases', plans, ({ storage: { perDay } }) =>
      bytes(perDay.outboxes + perDay.inboxes),
    ),
    row('cores', plans, ({ resources }) => count(resources.cores)),
    row('core-hours for a million orders', plans, ({ cost }) => perSecond(cost.coreHours)),
    row('GB-months for a million orders', plans, ({ cost }) => perSecond(cost.gbMonths)),
    row('cost of a million orders, assumed prices', plans, ({ cost }) => cost.total.toFixed(2)),
  ],
)}

Prices are assumptions, ${million.cost.prices.coreHour} for a core-hour and ${million.cost.prices.gbMonth} for a GB-month, so that there is a sum: give yours with \`--core-hour\` and \`--gb-month\`. Streams are kept for 90 days, outboxes and inboxes for 7; at a million orders a second that is what to change first (\`STREAM_MAX_AGE_DAYS\`).

Handlers that share a commit take ${count(grouped.counts.handlers)} processes of each consumer in place of ${count(million.counts.handlers)}, and ${count(grouped.counts.shards)} shards in place of ${count(million.counts.shards)}, without key order.

### What breaks first

One of each, and the orders a second at which it falls behind:

${markdownTable(
  ['stage', 'orders a second', 'remedy'],
  firstToBreak().map(({ name, orders }) => [name, perSecond(orders), REMEDIES[name] ?? '']),
)}

- **Raft groups.** A stream or durable of three copies is one. A consumer in key order has 16 durables a shard, so it is not messages but durables that fill a cluster, ${MOST_REPLICATED_ASSETS.toLocaleString('en')} on a server by [Synadia's check](https://www.synadia.com/insights/checks/nats-high-ha-assets): the plan adds brokers for that. With \`lanes: 'together'\` it has half as many, with \`ordering: 'none'\` an eighth.
- **Connections of one Postgres.** A process has ${DEFAULTS.databasePool} and three more. In a shard of this plan there are few processes; a service with many on one database needs PgBouncer.
- **Hot keys.** A key has one partition and one shard, whatever is added: ${perSecond(partitionRate())} events a second at most, by the benchmark.
- **What spans shards** (analytics of everything, search) is not in this table. It reads every shard's streams, and is a batch consumer or a warehouse.`;
}

const REMEDIES: Readonly<Record<string, string>> = {
  'API processes': '`replicas` of the API',
  'order databases': 'a shard',
  relays: 'a shard: Postgres is what limits it, not Node',
  brokers: 'a cluster, and shards spread over them',
  'handler processes': 'replicas, or `groupCommit`',
  partitions: "a shard, or `ordering: 'none'`",
  'handler databases': 'a shard, or `groupCommit`',
};

function firstToBreak(): { name: string; orders: number }[] {
  const scenario = { ...DEFAULTS, ...shape, ordersPerSecond: 1 };
  return stagesOf(scenario, { api: 1, shards: 1, brokers: 1, handlers: 1 }, readCoefficients())
    .map((stage) => ({ name: stage.name, orders: mostOrders(stage) }))
    .sort((a, b) => a.orders - b.orders);
}

function partitionRate(): number {
  return readCoefficients().partition;
}

function row(title: string, plans: readonly Capacity[], of: (plan: Capacity) => string): string[] {
  return [title, ...plans.map(of)];
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en');
}
