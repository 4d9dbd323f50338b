import { describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { silentLog } from '@waybill/messaging';
import { MessagingModule } from '@waybill/messaging/nest';
import { createInMemoryTransport } from '@waybill/messaging/testing';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createService } from './create-service.js';
import { startService } from './start-service.js';
import { testConfig } from './testing/index.js';

const HOST = '127.0.0.1';
/** The module is imported, so the definition has no database of its own. */
const MESSAGING = { database: true };

/** The health probe's query. */
const PROBE_ROW = { backend: 1, readOnly: false, standby: false, pending: 0, oldestSeconds: null, relays: 0 };

/** A service that only consumes, from a stream in memory. */
async function consumingService() {
  const transport = createInMemoryTransport();
  const setUp = Promise.withResolvers<void>();
  const reconcile = jest.spyOn(transport, 'reconcile').mockImplementation(() => setUp.promise);
  const session = {
    query: (sql: string) => Promise.resolve({ rows: sql.includes('unnest') ? [] : [PROBE_ROW] }),
    release: () => undefined,
    on: () => undefined,
    removeListener: () => undefined,
  };
  @Module({
    imports: [
      MessagingModule.forRoot({
        service: 'parcels',
        broker: { servers: [] },
        roles: new Set(['consumers']),
        pool: { connect: () => Promise.resolve(session) },
        // Every table exists, and the database has its identity.
        transaction: (work) =>
          work({
            query: async (sql) => ({ rows: sql.includes('messaging_identity') ? [{ id: 'this-one' }] : [] }),
          }),
        subscriptions: [],
        publishes: [],
        log: silentLog,
        transport,
      }),
    ],
  })
  class ParcelsModule {}
  const app = await createService(
    { name: 'parcels', imports: [ParcelsModule] },
    testConfig({}, { roles: new Set(['consumers']) }),
  );
  return { app, reconcile, setUp };
}

describe('a service that starts', () => {
  it('fails on a port in use before it consumes anything', async () => {
    const other = createServer().listen(0, HOST);
    await once(other, 'listening');
    const { app, reconcile } = await consumingService();
    try {
      const { port } = other.address() as AddressInfo;
      await expect(startService(app, { host: HOST, port }, MESSAGING)).rejects.toMatchObject({
        code: 'EADDRINUSE',
      });
      expect(reconcile).not.toHaveBeenCalled();
    } finally {
      await app.close();
      other.close();
    }
  });

  it('is not ready until its consumers run', async () => {
    const { app, setUp } = await consumingService();
    try {
      await startService(app, { host: HOST, port: 0 }, MESSAGING);
      const ready = async () => {
        const response = await fetch(`${await app.getUrl()}/health/ready`);
        return { status: response.status, body: (await response.json()) as { detail?: string } };
      };
      expect(await ready()).toMatchObject({
        status: 503,
        body: { detail: expect.stringContaining('streams and consumers are not set up yet') },
      });
      setUp.resolve();
      await setUp.promise;
      expect(await ready()).toMatchObject({ status: 200 });
    } finally {
      await app.close();
    }
  });
});
