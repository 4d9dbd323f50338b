import type { ServiceLink, StreamAdmin, StreamReader, StreamTransport } from '@waybill/messaging/operations';
import type { UndeclaredDatabase } from '@waybill/stack';
import { withBroker } from '../connect-broker.js';
import { userName } from '../operator-name.js';

export interface Broker extends Pick<StreamTransport, 'reconcile' | 'examine'> {
  reader: Pick<StreamReader, 'streamNames' | 'streamStatus' | 'durables' | 'readPage'>;
  admin: StreamAdmin;
}

/** What the commands for streams and consumers work on. */
export interface Platform {
  /** What was left by services that the workspace no longer has. Undefined if its servers are not the platform's own. */
  left?: LeftDatabases;
  broker: Broker;
  link: ServiceLink;
  /** Services that may be running and have nothing at the broker yet. */
  services: readonly string[];
}

export interface LeftDatabases {
  find(): Promise<UndeclaredDatabase[]>;
  drop(names: readonly string[], onDropped: (name: string) => void): Promise<void>;
}

/** Connects to the broker, and through it to the running services, for as long as `work` takes. */
export async function withConsumers<Result>(
  dataDir: string,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const { silentLog } = await import('@waybill/messaging');
  const { BrokerConnection } = await import('@waybill/messaging/jetstream');
  const { dropUndeclaredDatabases, messagingServices, undeclaredDatabases } = await import('@waybill/stack');
  const { natsServiceLink } = await import('./nats-service-link.js');
  return withBroker(dataDir, async (broker, options) => {
    const connection = await BrokerConnection.open({ ...options, log: silentLog });
    try {
      const link = natsServiceLink(connection.nats, options.namespace, userName());
      const left = {
        find: () => undeclaredDatabases(dataDir),
        drop: (names: readonly string[], onDropped: (name: string) => void) =>
          dropUndeclaredDatabases(dataDir, names, onDropped),
      };
      // A broker from outside may serve other workspaces, too.
      const own = process.env['NATS_URL'] ? {} : { left };
      return await work({ broker, link, services: messagingServices, ...own });
    } finally {
      await connection.close();
    }
  });
}
