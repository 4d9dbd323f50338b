import type { PayloadUpload } from '../../claim-check/payload-upload.js';
import { BrokerUnavailable, NoStreamForSubject } from '../../errors.js';
import { messageIdOf } from '../../message/resend.js';
import { asError } from '../../thrown.js';
import type { Published, Publisher } from '../../transport/transport.js';
import { inPublishSpan } from '../../tracing/publish-span.js';
import type { OutboxRow } from './claim-rows.sql.js';

/** The outcome of a row that was claimed. */
export type RowOutcome =
  | { row: OutboxRow; kind: 'published'; published: Published }
  /** The broker said no to it, or it cannot be sent as it stands. */
  | { row: OutboxRow; kind: 'refused'; error: Error }
  /** Nothing is known of it, or an earlier row of its key did not go out: it stays pending. */
  | { row: OutboxRow; kind: 'released'; error?: BrokerUnavailable };

interface Key {
  /** Resolves with the last row sent: whether it, and all before it, were published. */
  tail: Promise<boolean>;
  /** Rows sent and not yet forgotten. */
  rows: number;
}

/**
 * Publishes claimed rows, pipelined over keys and one at a time within a key: a refused publish in the
 * middle of a pipeline does not stop what follows it on the wire, so a row goes out only once the one
 * before it, of the same key, is acknowledged. Once a row has failed, nothing of its key goes out until
 * the table says so: until every row of the key that was sent is forgotten.
 */
export class KeyedPipeline {
  readonly #keys = new Map<string, Key>();
  /** Sent and not yet forgotten: under way, or published or refused and not yet marked in the table. */
  readonly #rows = new Map<string, OutboxRow>();

  constructor(
    private readonly publisher: Publisher,
    private readonly onOutcome: (outcome: RowOutcome) => void,
    private readonly payloads: Pick<PayloadUpload, 'store'>,
  ) {}

  get size(): number {
    return this.#rows.size;
  }

  /** Ids of the rows that must not be claimed again meanwhile. */
  ids(): string[] {
    return [...this.#rows.keys()];
  }

  /** Their buckets, which must not be given to another relay meanwhile. */
  buckets(): Set<number> {
    return new Set(Array.from(this.#rows.values(), (row) => row.bucket));
  }

  send(row: OutboxRow): void {
    this.#rows.set(row.id, row);
    const key = this.#keys.get(row.key);
    if (!key) {
      this.#keys.set(row.key, { tail: this.publish(row), rows: 1 });
      return;
    }
    key.rows += 1;
    key.tail = key.tail.then((sent) => (sent ? this.publish(row) : this.release(row)));
  }

  /** To be called once the outcome of the row is stored in the table. */
  forget(row: OutboxRow): void {
    this.#rows.delete(row.id);
    const key = this.#keys.get(row.key);
    if (key && --key.rows === 0) this.#keys.delete(row.key);
  }

  /** Resolves when nothing is on the wire any more. */
  async idle(): Promise<void> {
    await Promise.all(Array.from(this.#keys.values(), (key) => key.tail));
  }

  private async publish(row: OutboxRow): Promise<boolean> {
    try {
      const published = await inPublishSpan(row, async () => {
        // Its payload first: nobody may receive a message whose data is nowhere.
        if (row.payload === null) await this.payloads.store(row);
        return this.publisher.publish({
          id: messageIdOf(row.messageId, row.resendId),
          subject: row.subject,
          headers: row.headers,
          body: row.payload ?? '',
        });
      });
      this.onOutcome({ row, kind: 'published', published });
      return true;
    } catch (error) {
      if (error instanceof BrokerUnavailable) this.onOutcome({ row, kind: 'released', error });
      else this.onOutcome({ row, kind: 'refused', error: asError(error) });
      return false;
    }
  }

  private release(row: OutboxRow): boolean {
    this.onOutcome({ row, kind: 'released' });
    return false;
  }
}

/** Whether a release came from the broker being down, rather than from another row of the same key. */
export function isOutage(outcome: RowOutcome): boolean {
  return outcome.kind === 'released' && outcome.error !== undefined && !isStreamMissing(outcome);
}

/** Whether a release came from the broker having no stream for this very row. */
export function isStreamMissing(outcome: RowOutcome): boolean {
  return outcome.kind === 'released' && outcome.error instanceof NoStreamForSubject;
}
