import { withPayload } from '../claim-check/payload-download.js';
import type { DeadLetterReason } from '../dead-letter/dead-letters.js';
import { DeadLetterNow, InvalidPayload } from '../errors.js';
import { NO_ATTEMPTS, pastAttempts, type PastAttempts } from '../inbox/attempts.sql.js';
import { outcomeInInbox } from '../inbox/inbox.sql.js';
import { decodeEvent } from '../message/decode-event.js';
import { deliveredIdOf } from '../message/event-id.js';
import type { EventMessage } from '../message/event-message.js';
import type { PersonalReader } from '../personal/personal-reader.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { StreamReader } from '../transport/stream-transport.js';
import { askDatabase } from './database-down.js';
import { attemptOf, errorOf } from './failed-attempt.js';
import type { Acknowledger } from './acknowledger.js';
import type { EventSubscription } from './subscription.js';
import { attemptsOf, redelivered, unfinishedOf, type Due, type Work } from './work.js';

/**
 * Attempts that may begin and never end (their process was killed), not counting the first delivery, before the message
 * is assumed to kill the process and is dead-lettered.
 */
const MAX_UNFINISHED = 4;

/** Codes of errors, recorded ones too, after which another attempt is pointless. */
const FINAL_CODES = new Set(['DEAD_LETTER_NOW', 'INVALID_PAYLOAD', 'INVALID_MESSAGE']);

/** Looks at deliveries before they run: acknowledges those that need no handler, and returns the others. */
export class Triage<Tx extends SqlTransaction> {
  constructor(
    private readonly transactions: Transactions<Tx>,
    private readonly acknowledger: Acknowledger,
    private readonly reader: Pick<StreamReader, 'readLast'>,
    private readonly personal: PersonalReader,
  ) {}

  /** In the same order. @throws DatabaseDown; DependencyDown: the owner of keys does not reply */
  async examine(works: readonly Work[]): Promise<Due[]> {
    const past = await this.pastOf(redelivered(works));
    const due: Due[] = [];
    await this.personal.prepare(works);
    for (const work of works) {
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
    return askDatabase(this.transactions, (tx) => pastAttempts(tx, attemptsOf(first), ids));
  }

  private async decode(work: Work): Promise<EventMessage | undefined> {
    const { subscription, wire } = work;
    try {
      const contract = contractFor(subscription, wire.subject);
      const whole = await withPayload(this.reader, wire);
      return decodeEvent(contract, whole, await this.personal.revealing(subscription, contract, whole));
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      if (await this.isCompleted(work, deliveredIdOf(wire))) {
        work.delivery.ack();
        return undefined;
      }
      await this.acknowledger.deadLetter(work, undefined, 'invalid-payload', error, [attemptOf(error, 0)]);
      return undefined;
    }
  }

  private async mayRun(due: Due): Promise<boolean> {
    const { work, event, past } = due;
    const verdict = verdictOn(due);
    if (!verdict) return true;
    // A durable that was made again, or another one of this consumer, delivers what was completed before.
    if (await this.isCompleted(work, event.id)) {
      this.acknowledger.acknowledge(due, { outcome: 'duplicate', seconds: 0 });
    } else {
      await this.acknowledger.deadLetter(work, event, verdict.reason, verdict.error, past.failed);
    }
    return false;
  }

  /** Handled, discarded or dead-lettered before, so that it must not run now. */
  private async isCompleted(work: Work, messageId: string): Promise<boolean> {
    const outcome = await askDatabase(this.transactions, (tx) => outcomeInInbox(tx, work.names, messageId));
    return outcome !== undefined && !(work.replay && outcome === 'dead');
  }
}

/** Why a message may not run again, if so: a crash or an outage came between its last attempt and its dead letter. */
function verdictOn({ work, past }: Due): { reason: DeadLetterReason; error: Error } | undefined {
  const last = past.failed.at(-1);
  if (last && FINAL_CODES.has(last.error.code ?? '')) {
    return { reason: 'dead-letter-now', error: errorOf(last) };
  }
  if (last && past.failed.length >= work.subscription.retry.attempts) {
    return { reason: 'attempts-exhausted', error: errorOf(last) };
  }
  if (unfinishedOf(past) < MAX_UNFINISHED) return undefined;
  const error = new DeadLetterNow(
    `delivered ${work.delivery.deliveryCount} times; ${unfinishedOf(past)} attempts, the first aside, began ` +
      'and never ended: it may kill its process',
  );
  return { reason: 'unfinished', error };
}

function contractFor(subscription: EventSubscription, subject: string) {
  const contract = subscription.contracts.find(({ type }) => subject.startsWith(`${type}.`));
  if (!contract)
    throw new InvalidPayload(`no contract of ${subscription.handler.name} fits the subject "${subject}"`);
  return contract;
}
