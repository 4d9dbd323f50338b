import { listDeadLetters, withBroker, withOutboxes } from '@waybill/cli';

/** What is not handled yet at one time. */
export interface PipelineLag {
  /** Outbox rows to publish, by service. */
  outbox: Record<string, number>;
  /** Messages to handle, by durable; those with none are left out. */
  consumers: Record<string, number>;
  /** Last sequences of all streams together: equal in two readings if nothing was stored in between. */
  stored: number;
  /** Parked outbox rows and open dead letters: these need a person. */
  parked: number;
}

export function isDrained({ outbox, consumers }: PipelineLag): boolean {
  return [...Object.values(outbox), ...Object.values(consumers)].every((count) => count === 0);
}

/** Drained in two readings between which nothing was stored: a handler that has just finished may have published. */
export function staysDrained(lag: PipelineLag, previous: PipelineLag | undefined): boolean {
  return isDrained(lag) && previous !== undefined && isDrained(previous) && previous.stored === lag.stored;
}

const MOST_LETTERS = 1_000;

/** Connects to the databases and the broker of a running platform for as long as `work` takes. */
export async function withPipeline<Result>(
  dataDir: string,
  work: (read: () => Promise<PipelineLag>) => Promise<Result>,
): Promise<Result> {
  const { DeadLetterQueue } = await import('@waybill/messaging/operations');
  return withOutboxes(dataDir, (outboxes) =>
    withBroker(dataDir, (broker) =>
      work(async () => {
        const lag: PipelineLag = { outbox: {}, consumers: {}, stored: 0, parked: 0 };
        for (const { service, status } of outboxes) {
          const { pending, parked } = await status();
          lag.outbox[service] = pending;
          lag.parked += parked;
        }
        for (const name of await broker.reader.streamNames()) {
          lag.stored += Number((await broker.reader.streamStatus(name))?.lastPosition ?? 0);
          for (const durable of await broker.reader.durables(name)) {
            const waiting = durable.numPending + durable.numAckPending;
            if (waiting > 0) lag.consumers[durable.name] = waiting;
          }
        }
        lag.parked += (
          await listDeadLetters(new DeadLetterQueue(broker, broker.reader), { limit: MOST_LETTERS })
        ).length;
        return lag;
      }),
    ),
  );
}
