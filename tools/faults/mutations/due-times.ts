import type { Mutation } from './mutation.ts';

const OUTBOX = 'libs/messaging/src/outbox';
const MOVE = `${OUTBOX}/relay/move-due-rows.sql.ts`;
const SPEC = 'libs/messaging/src/guarantees/due-time.int.spec.ts';

/** Events that are published when they are due. */
export const dueTimes: readonly Mutation[] = [
  {
    name: 'due-not-before',
    guarantee: 21,
    without: 'with an event that is due, the relay publishes those that are not',
    file: MOVE,
    source: ' AND due_at <= clock_timestamp()',
    replacement: '',
    provenBy: [{ spec: SPEC, test: 'when it is due and not before' }],
  },
  {
    name: 'due-order',
    guarantee: 21,
    without: 'events that fall due together are published in the order in which they were scheduled',
    file: MOVE,
    source: 'FROM moved ORDER BY due_at, id',
    replacement: 'FROM moved ORDER BY id',
    provenBy: [{ spec: SPEC, test: 'when it is due and not before' }],
  },
  {
    name: 'due-behind-cancel',
    guarantee: 21,
    without: 'an event overtakes one of its key whose cancelling is under way, and is then rolled back',
    file: MOVE,
    source: 'WHERE NOT EXISTS (',
    replacement: 'WHERE TRUE OR NOT EXISTS (',
    provenBy: [{ spec: SPEC, test: 'while its cancelling is under way' }],
  },
  {
    name: 'due-passes-over-cancel',
    guarantee: 21,
    without: 'the relay waits for a transaction that cancels an event, with all that it would publish',
    file: MOVE,
    source: '  FOR UPDATE SKIP LOCKED\n',
    replacement: '  FOR UPDATE\n',
    provenBy: [{ spec: SPEC, test: 'while its cancelling is under way' }],
  },
  {
    name: 'due-not-cancelled',
    guarantee: 21,
    without: 'an event that was cancelled is published when it is due',
    file: MOVE,
    source: 'WHERE cancelled_at IS NULL AND due_at',
    replacement: 'WHERE due_at',
    provenBy: [{ spec: SPEC, test: 'is never published once it is cancelled' }],
  },
  {
    name: 'due-moved',
    guarantee: 21,
    without: 'an event stays scheduled though it is in the outbox',
    file: MOVE,
    source: 'DELETE FROM outbox_scheduled WHERE id IN (',
    replacement: 'UPDATE outbox_scheduled SET bucket = bucket WHERE id IN (',
    provenBy: [{ spec: SPEC, test: 'is never published once it is cancelled' }],
  },
  {
    name: 'due-cancelled-once',
    guarantee: 21,
    without: 'each of many that cancel an event is told that it was still waiting',
    file: `${OUTBOX}/cancel-rows.sql.ts`,
    source: 'WHERE message_id = $1 AND cancelled_at IS NULL ORDER',
    replacement: 'WHERE message_id = $1 ORDER',
    provenBy: [{ spec: SPEC, test: 'is never published once it is cancelled' }],
  },
  {
    name: 'due-database-clock',
    guarantee: 21,
    without: 'a delay is counted from the clock of the process that schedules',
    file: `${OUTBOX}/schedule-row.sql.ts`,
    source: "'at' in due ? due.at.toISOString() : null,",
    replacement: "('at' in due ? due.at : new Date(Date.now() + due.delayMs)).toISOString(),",
    provenBy: [{ spec: SPEC, test: 'by the clock of the database' }],
  },
  {
    name: 'due-not-awaited',
    guarantee: 21,
    without: 'a transaction commits without waiting for an event that its work scheduled and did not await',
    file: `${OUTBOX}/outbox.ts`,
    source: 'await this.#appendsOf(tx).track(this.#keysOf(tx, contract, [data]), write);',
    replacement: 'await write(await this.#keysOf(tx, contract, [data])?.());',
    provenBy: [{ spec: SPEC, test: 'where nobody waits for the append' }],
  },
  {
    name: 'due-wakes-relay',
    guarantee: 21,
    without: 'an event that falls due waits for the next poll of the relay',
    file: `${OUTBOX}/relay/relay.ts`,
    source: 'working ? Math.min(idleMs, due.waitMs) : idleMs',
    replacement: 'idleMs',
    provenBy: [{ spec: SPEC, test: 'found due by the relay itself' }],
  },
];
