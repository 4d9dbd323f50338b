import type { Invoke } from '../consumer/work.js';
import { Discard, MessagingError, RetryLater } from '../errors.js';
import { describeIssues, encodeData } from '../message/encode-data.js';
import type { EventMessage } from '../message/event-message.js';
import type { Outbox } from '../outbox/outbox.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { ProcessRoute } from './define-process.js';
import { lockInstance, startInstance, type InstanceRow } from './instances.sql.js';
import type { ProcessContext } from './process-handler.js';
import { Step } from './step.js';

/** How soon an event is tried again whose process has not begun; it has the subscription's attempts. */
const MISSING_RETRY_MS = 1_000;

/** What another release has stored does not fit this one's schema. Tried again: a replica of that release may take it. */
class ProcessStateUnreadable extends MessagingError {
  readonly code = 'PROCESS_STATE_UNREADABLE';
}

/** Calls the handlers of processes with the process in their context, in the handler's own transaction. */
export function withProcesses<Tx extends SqlTransaction>(
  invoke: Invoke<Tx>,
  outbox: () => Pick<Outbox, 'publish' | 'cancel'>,
): Invoke<Tx> {
  return async (subscription, payload, context) => {
    const { process: route } = subscription;
    if (!route || Array.isArray(payload)) return invoke(subscription, payload, context);
    const { tx } = context;
    const row = await findInstance(tx, route, payload);
    const step = new Step(route.process, row, stateOf(route, row), {
      tx,
      lane: payload.lane,
      outbox: outbox(),
    });
    if (route.isTimer && !step.takeTimer(payload.type, payload.id)) {
      throw new Discard(
        `the timer ${payload.type} of ${nameOf(route, row.id)} was cleared, or set again, before`,
      );
    }
    const inProcess: ProcessContext<unknown, Tx> = { ...context, process: step };
    await invoke(subscription, payload, inProcess);
    await step.save();
  };
}

/** @throws RetryLater, Discard as the route says where there is none, or none any more */
async function findInstance(
  tx: SqlTransaction,
  route: ProcessRoute,
  { data, key, type }: EventMessage,
): Promise<InstanceRow> {
  const { process, initial, whenMissing, whenEnded } = route;
  const id = route.id ? route.id(data) : key;
  if (initial) {
    const { body } = encodeData(
      { name: `the initial state of process ${process.name}`, schema: process.schema },
      initial(data),
    );
    const started = await startInstance(tx, process.name, id, body);
    if (started) return started;
  }
  const row = await lockInstance(tx, process.name, id);
  if (!row) {
    const reason = `${nameOf(route, id)} has not begun, or has been forgotten since it ended, and ${type} does not start it`;
    throw whenMissing === 'retry' ? new RetryLater(reason, MISSING_RETRY_MS) : new Discard(reason);
  }
  if (row.outcome !== null && whenEnded === 'discard') {
    throw new Discard(`${nameOf(route, id)} has ended as "${row.outcome}": ${type} comes too late`);
  }
  return row;
}

function stateOf(route: ProcessRoute, { id, state }: InstanceRow): unknown {
  const parsed = route.process.schema.safeParse(state);
  if (parsed.success) return parsed.data;
  throw new ProcessStateUnreadable(
    `the stored state of ${nameOf(route, id)} does not fit its schema: ${describeIssues(parsed.error)}; ` +
      'give fields that a release adds a default, and keep those that older ones need',
    { cause: parsed.error },
  );
}

function nameOf({ process }: ProcessRoute, id: string): string {
  return `process ${process.name} ${id}`;
}
