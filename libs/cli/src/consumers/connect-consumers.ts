import type { ServiceLink, StreamAdmin, StreamReader } from '@waybill/messaging/operations';
import { withBroker } from '../connect-broker.js';

export interface Broker {
  reader: Pick<StreamReader, 'streamNames' | 'streamStatus' | 'durables' | 'readPage'>;
  admin: Pick<StreamAdmin, 'deleteConsumer' | 'deleteStream'>;
}

/** What the consumers commands work on. */
export interface Platform {
  broker: Broker;
  link: ServiceLink;
  /** Services that may be running and have nothing at the broker yet. */
  services: readonly string[];
}

/** Connects to the broker, and through it to the running services, for as long as `work` takes. */
export async function withConsumers<Result>(
  dataDir: string,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const { silentLog } = await import('@waybill/messaging');
  const { BrokerConnection } = await import('@waybill/messaging/jetstream');
  const { messagingServices } = await import('@waybill/stack');
  const { natsServiceLink } = await import('./nats-service-link.js');
  return withBroker(dataDir, async (broker, options) => {
    const connection = await BrokerConnection.open({ ...options, log: silentLog });
    try {
      const link = natsServiceLink(connection.nats, options.namespace);
      return await work({ broker, link, services: messagingServices });
    } finally {
      await connection.close();
    }
  });
}
