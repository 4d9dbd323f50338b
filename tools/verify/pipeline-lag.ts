import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { messagingServices } from '@waybill/stack';
import pg from 'pg';
import type { StackState } from '../cli/state.ts';

/** What is still on its way at one moment. */
export interface PipelineLag {
  /** Outbox rows to publish, by service. */
  outbox: Record<string, number>;
  /** Messages not yet handled, by durable consumer; those that have none are left out. */
  consumers: Record<string, number>;
  /** All messages that the streams ever took: two equal readings mean that nothing came in between. */
  stored: number;
  /** Outbox rows that were given up, and dead letters not yet answered: nothing will finish these by itself. */
  parked: number;
}

export function isDrained({ outbox, consumers }: PipelineLag): boolean {
  return [...Object.values(outbox), ...Object.values(consumers)].every((count) => count === 0);
}

export interface PipelineProbe {
  read(): Promise<PipelineLag>;
  close(): Promise<void>;
}

/** Looks at the databases and the broker of a running stack, as its owner may. */
export async function openProbe(state: StackState): Promise<PipelineProbe> {
  const pools = messagingServices.map(
    (service) => [service, new pg.Pool({ connectionString: state.postgres[service], max: 1 })] as const,
  );
  const { hostname, port, username, password } = new URL(state.nats);
  const nats = await connect({
    servers: `${hostname}:${port || '4222'}`,
    ...(password ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}),
  });
  const jetstream = await jetstreamManager(nats);

  return {
    async read() {
      const lag: PipelineLag = { outbox: {}, consumers: {}, stored: 0, parked: 0 };
      for (const [service, pool] of pools) {
        const { rows } = await pool.query<{ pending: number; dead: number }>(OUTBOX_COUNTS);
        lag.outbox[service] = rows[0]!.pending;
        lag.parked += rows[0]!.dead;
      }
      for await (const stream of jetstream.streams.list()) {
        const { name } = stream.config;
        if (name === DEAD_STREAM) lag.parked += await openLetters(jetstream);
        lag.stored += stream.state.last_seq;
        for await (const consumer of jetstream.consumers.list(name)) {
          const waiting = consumer.num_pending + consumer.num_ack_pending;
          if (waiting > 0) lag.consumers[consumer.name] = waiting;
        }
      }
      return lag;
    },
    async close() {
      await Promise.all([nats.close(), ...pools.map(([, pool]) => pool.end())]);
    },
  };
}

const DEAD_STREAM = 'DEAD';

/** Each answer to a letter is a message of its own, `dead.settled.…` beside `dead.letter.…`. */
async function openLetters(jetstream: JetStreamManager): Promise<number> {
  const { state } = await jetstream.streams.info(DEAD_STREAM, { subjects_filter: 'dead.>' });
  let open = 0;
  for (const [subject, messages] of Object.entries(state.subjects ?? {})) {
    open += subject.startsWith('dead.letter.') ? messages : -messages;
  }
  return open;
}

const OUTBOX_COUNTS = `
SELECT count(*) FILTER (WHERE dead_at IS NULL)::int AS pending, count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead
FROM outbox WHERE published_at IS NULL`;
