import { connectJetStream } from '@waybill/messaging/jetstream';
import { DeadLetterQueue, DeadLetterResolved, StreamNotFound } from '@waybill/messaging/operations';
import type { Laboratory } from '../laboratory.ts';

/** More than a fault makes. */
const LIMIT = 10_000;

/**
 * Replays the open dead letters whose error has such a message, as an operator does once the cause is fixed.
 *
 * @returns how many there were
 */
export async function replayLetters({ broker }: Pick<Laboratory, 'broker'>, error: RegExp): Promise<number> {
  const transport = await connectJetStream({ servers: broker.url.split(','), name: 'laboratory' });
  try {
    const letters = new DeadLetterQueue(transport, transport.reader);
    const open = await letters.list({ limit: LIMIT }).catch((thrown: unknown) => {
      // No service has made it yet.
      if (thrown instanceof StreamNotFound) return [];
      throw thrown;
    });
    const caused = open.filter((letter) =>
      [letter.error, ...letter.history.map((attempt) => attempt.error)].some(({ message, causes = [] }) =>
        [message, ...causes].some((text) => error.test(text)),
      ),
    );
    // Oldest first, as they were published.
    for (const { id } of caused.reverse()) {
      await letters.replay(id).catch((thrown: unknown) => {
        if (!(thrown instanceof DeadLetterResolved)) throw thrown;
      });
    }
    return caused.length;
  } finally {
    await transport.close();
  }
}
