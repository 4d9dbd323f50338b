import { DeadLetterNow, InvalidPayload } from '../errors.js';
import { NO_ATTEMPTS, pastAttempts, type PastAttempts } from '../inbox/attempts.sql.js';
import { isInInbox } from '../inbox/inbox.sql.js';
import { decodeEvent } from '../message/decode-event.js';
import { deliveredIdOf } from '../message/event-id.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { askDatabase } from './database-away.js';
import { attemptOf, errorOf } from './failed-attempt.js';
import type { Settlement } from './settlement.js';
import type { EventSubscription } from './subscription.js';
import { redelivered, unfinishedOf, type Due, type Work } from './work.js';

/**
 * Attempts that may begin and never end (their process was killed), the first delivery's aside, until a
 * message is taken for the killer and dead-lettered before it runs again.
 */
const MAX_UNFINISHED = 4;

/** What says, on record too, that another attempt is no use. */
const FINAL_CODES = new Set(['DEAD_LETTER_NOW', 'INVALID_PAYLOAD']);

/** Looks at deliveries before they run: settles what needs no handler, gives back the rest. */
export class Triage<Tx extends SqlTransaction> {
  constructor(
    private readonly transactions: Transactions<Tx>,
    private readonly settlement: Settlement,
  ) {}

  /** In the same order. @throws DatabaseAway */
  async examine(works: readonly Work[]): Promise<Due[]> {
    const past = await this.pastOf(redelivered(works));
    const due: Due[] = [];
    for (const work of works) {
      if (this.settlement.endsAgain(work)) continue;
      const event = await this.decode(work);
      if (!event) continue;
      const candidate = { work, event, past: past.get(deliveredIdOf(work.delivery)) ?? NO_ATTEMPTS };
      if (await this.mayRun(candidate)) due.push(candidate);
    }
    return due;
  }

  private async pastOf(works: readonly Work[]): Promise<Map<string, PastAttempts>> {
    const [first] = works;
    if (!first) return new Map();
    const ids = works.map(({ delivery }) => deliveredIdOf(delivery));
    return askDatabase(this.transactions, (tx) => pastAttempts(tx, first.consumer, ids));
  }

  private async decode(work: Work): Promise<EventMessage | undefined> {
    const { subscription, wire } = work;
    try {
      return decodeEvent(contractFor(subscription, wire.subject), wire);
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      await this.settlement.deadLetter(work, undefined, 'invalid-payload', error, [attemptOf(error, 0)]);
      return undefined;
    }
  }

  private async mayRun(due: Due): Promise<boolean> {
    const { work, event, past } = due;
    const last = past.failed.at(-1);
    // Both kinds: a crash, or an outage, came between the last attempt and its dead letter.
    if (last && FINAL_CODES.has(last.error.code ?? '')) {
      await this.settlement.deadLetter(work, event, 'dead-letter-now', errorOf(last), past.failed);
      return false;
    }
    if (last && past.failed.length >= work.subscription.retry.attempts) {
      await this.settlement.deadLetter(work, event, 'attempts-exhausted', errorOf(last), past.failed);
      return false;
    }
    if (unfinishedOf(past) < MAX_UNFINISHED) return true;
    if (await askDatabase(this.transactions, (tx) => isInInbox(tx, work.consumer, event.id))) {
      this.settlement.acknowledge(due, { outcome: 'duplicate', seconds: 0 });
      return false;
    }
    const killer = new DeadLetterNow(
      `delivered ${work.delivery.deliveryCount} times; ${unfinishedOf(past)} attempts, the first aside, began ` +
        'and never ended: it may kill its process',
    );
    await this.settlement.deadLetter(work, event, 'unfinished', killer, past.failed);
    return false;
  }
}

function contractFor(subscription: EventSubscription, subject: string) {
  const contract = subscription.contracts.find(({ type }) => subject.startsWith(`${type}.`));
  if (!contract)
    throw new InvalidPayload(`no contract of ${subscription.handler.name} fits the subject "${subject}"`);
  return contract;
}
