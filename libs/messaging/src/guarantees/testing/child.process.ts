// A replica of a site's service in a process of its own, to be killed: see child.ts. One argument, ChildOptions as JSON.
import pg from 'pg';
import { consumer } from '../../consumer/define-consumer.js';
import { on, onBatch } from '../../consumer/subscription.js';
import { DependencyDown } from '../../errors.js';
import type { RateOptions } from '../../flow/rate.js';
import { connectJetStream } from '../../jetstream/index.js';
import { silentLog } from '../../log.js';
import type { EventMessage } from '../../message/event-message.js';
import { MessagingService, type Role } from '../../messaging-service.js';
import { happenedIn, recordEffect, type Happened } from './events.js';
import { surviving, transactionsOf } from './pg-transactions.js';

export interface ChildOptions {
  databaseUrl: string;
  natsUrl: string;
  service: string;
  domain: string;
  replica?: string;
  roles: readonly Role[];
  ackWaitMs?: number;
  batch?: boolean;
  /** What its handlers need is down for this process. */
  dependencyDown?: boolean;
  rate?: RateOptions;
  /** Appended as soon as it runs. */
  append?: Happened[];
  /** Where the process kills itself: SIGKILL, nothing is flushed or said goodbye to. */
  dies?:
    'after-append' | 'before-commit' | 'after-commit' | 'before-publish' | 'after-payload' | 'after-publish';
  claimCheck?: boolean;
}

class RecordEffect {
  async handle(): Promise<void> {}
}

const options = JSON.parse(process.argv[2]!) as ChildOptions;
const { service, domain, dies } = options;
const pool = surviving(new pg.Pool({ connectionString: options.databaseUrl, max: 10 }));
const contract = happenedIn(domain, service, options.claimCheck);
const transport = await connectJetStream({ servers: options.natsUrl.split(','), name: service });
const runTransaction = transactionsOf(pool);
let handled = 0;

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

if (dies === 'after-publish' || dies === 'after-payload') {
  const publish = transport.publish.bind(transport);
  // The broker has stored the row, or a part of its payload, and the relay has not marked it.
  const isLast = (subject: string) => dies === 'after-publish' || subject.startsWith('dataref.');
  transport.publish = (message) => publish(message).then((done) => (isLast(message.subject) ? die() : done));
}

// The relay has claimed the row, and moved it into the outbox before that if it was scheduled.
if (dies === 'before-publish') transport.publish = die;

const messaging = new MessagingService<pg.PoolClient>({
  service,
  roles: new Set(options.roles),
  transport,
  pool,
  transaction: async (work) => {
    const before = handled;
    const result = await runTransaction(work);
    if (dies === 'after-commit' && handled > before) await die();
    return result;
  },
  subscriptions: [
    consumer(service, { startFrom: 'beginning', rate: options.rate }, [
      options.batch ? onBatch(contract, RecordEffect) : on(contract, RecordEffect),
    ]),
  ],
  publishes: [contract],
  ...(options.ackWaitMs && { ackWaitMs: options.ackWaitMs }),
  log: silentLog,
  invoke: async (_subscription, payload, { tx }) => {
    const events = [payload].flat() as EventMessage<Happened>[];
    if (options.dependencyDown) {
      console.log('found it down');
      throw new DependencyDown('payments');
    }
    await recordEffect(tx, events, options.replica ?? 'child');
    handled += 1;
    const faults = events.map(({ data }) => data.fault);
    console.log('handling', events.map(({ id }) => id).join(' '));
    if (dies === 'before-commit' || faults.includes('kill')) await die();
    if (faults.includes('hang')) await new Promise(() => undefined);
  },
});
await messaging.reconcile();
messaging.startRelay();
await messaging.startConsumers();
console.log('running');
if (options.append) {
  await messaging.transactions.run((tx) => messaging.outbox.publishAll(tx, contract, options.append!));
  if (dies === 'after-append') await die();
  console.log('appended');
}
