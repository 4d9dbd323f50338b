import { WeightedSlots } from '../consumer/weighted-slots.js';
import { BrokerUnavailable, PublishRefused } from '../errors.js';
import { CE_DATA_REF } from '../message/cloud-events.js';
import { messageIdOf } from '../message/resend.js';
import type { Publisher } from '../transport/transport.js';
import { PART_BYTES, partSubjects, referenceIn } from './data-reference.js';

/** Payloads in memory at a time, and sessions of the database: an outbox may hold thousands that wait. */
const AT_ONCE = 1;

/** An outbox row, as far as its payload is concerned. */
export interface ClaimRow {
  id: string;
  messageId: string;
  resendId: string | null;
  headers: Record<string, string>;
}

/**
 * Stores the payloads of outbox rows in the parts that their references name, before their messages are published: a consumer that
 * receives a message finds its data. The row keeps the payload, so a crash in between leaves parts that nobody refers to
 * yet, and the next relay stores them again under the same names.
 */
export class PayloadUpload {
  readonly #turns = new WeightedSlots(AT_ONCE);

  constructor(
    private readonly publisher: Publisher,
    /** @throws the database's errors */
    private readonly readPayload: (rowId: string) => Promise<string>,
  ) {}

  /** Resolves once the broker has stored all of it. @throws as `Publisher.publish` */
  store(row: ClaimRow): Promise<void> {
    return this.#turns.run('standard', async () => {
      const reference = referenceIn(row.headers);
      if (!reference) throw new PublishRefused(`its ${CE_DATA_REF} is not one that this library wrote`);
      const payload = await this.readPayload(row.id).catch((cause: unknown) => {
        // Nothing was sent: the row stays as it is until its database responds.
        throw new BrokerUnavailable('the payload of an outbox row could not be read', { cause });
      });
      const bytes = Buffer.from(payload);
      const id = messageIdOf(row.messageId, row.resendId);
      await Promise.all(
        partSubjects(reference).map((subject, part) =>
          this.publisher.publish({
            id: `${id};part=${part}`,
            subject,
            headers: {},
            body: bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
          }),
        ),
      );
    });
  }
}
