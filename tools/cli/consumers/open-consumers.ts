import type { ServiceLink, Transport } from '@waybill/messaging';
import { CliError } from '../cli-error.ts';
import type { StackState } from '../state.ts';
import { natsServiceLink } from './nats-service-link.ts';

export type Broker = Pick<
  Transport,
  'streamNames' | 'streamStatus' | 'durables' | 'readPage' | 'deleteConsumer' | 'deleteStream'
>;

/** What the command works on. */
export interface Consumers {
  broker: Broker;
  link: ServiceLink;
  /** Services that may be running and have left no mark on the broker. */
  services: readonly string[];
}

const CONNECT_WITHIN_MS = 5_000;

/** Connects to the stack's broker for as long as `work` takes. */
export async function withConsumers<Result>(
  { nats }: Pick<StackState, 'nats'>,
  work: (consumers: Consumers) => Promise<Result>,
): Promise<Result> {
  const { silentLog } = await import('@waybill/messaging');
  const { BrokerConnection, connectJetStream } = await import('@waybill/messaging/jetstream');
  const { messagingServices } = await import('@waybill/stack');
  const namespace = process.env['NATS_NAMESPACE'] || undefined;
  const signal = AbortSignal.timeout(CONNECT_WITHIN_MS);
  const options = { servers: [nats], name: 'waybill-cli', log: silentLog, signal };
  const broker = await connectJetStream({ ...options, namespace }).catch(unavailable);
  try {
    const connection = await BrokerConnection.open(options).catch(unavailable);
    try {
      const link = natsServiceLink(connection.nats, namespace);
      return await work({ broker, link, services: messagingServices });
    } finally {
      await connection.close();
    }
  } finally {
    await broker.close();
  }
}

function unavailable(cause: unknown): never {
  throw new CliError(`the broker does not answer within ${CONNECT_WITHIN_MS / 1000} s`, {
    code: 'BROKER_UNAVAILABLE',
    fix: 'npm run waybill -- doctor',
    cause,
  });
}
