import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { TablesRefused } from './errors.js';
import { silentLog } from './log.js';
import { MessagingService } from './messaging-service.js';
import type { SqlTransaction } from './sql/sql-transaction.js';
import { createInMemoryTransport } from './testing/in-memory-transport.js';

/** A database that says which columns are missing, and who it is. */
const tables = (...missing: string[]): SqlTransaction => ({
  query: async (sql) => ({
    rows: sql.includes('messaging_identity')
      ? [{ id: 'this-database' }]
      : missing.map((each) => ({ missing: each })),
  }),
});

describe('the start of a service', () => {
  let messaging: MessagingService;
  let startRelay: jest.SpiedFunction<MessagingService['startRelay']>;

  function service(transaction: (work: (tx: SqlTransaction) => Promise<unknown>) => Promise<unknown>) {
    messaging = new MessagingService({
      service: 'door',
      roles: new Set(['relay']),
      transport: createInMemoryTransport(),
      // Relay and probe ask for sessions in vain.
      pool: { connect: () => Promise.reject(new Error('no session')) },
      transaction: transaction as <T>(work: (tx: SqlTransaction) => Promise<T>) => Promise<T>,
      subscriptions: [],
      publishes: [],
      invoke: async () => {},
      log: silentLog,
    });
    startRelay = jest.spyOn(messaging, 'startRelay');
    return messaging;
  }

  afterEach(async () => {
    await messaging.stop();
  });

  it('is refused where the database lacks what the library works with, before anything is sent', async () => {
    await expect(service((work) => work(tables('outbox.key'))).start()).rejects.toThrow(TablesRefused);
    expect(startRelay).not.toHaveBeenCalled();
    expect(messaging.isReady).toBe(false);
  });

  it('waits for a database that is down', async () => {
    let asked = 0;
    await service(async (work) => {
      if (++asked === 1) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
      return work(tables());
    }).start();
    expect(messaging.isReady).toBe(true);
    expect(startRelay).toHaveBeenCalled();
  });

  it('goes no further where it is stopped meanwhile', async () => {
    const answer = Promise.withResolvers<void>();
    const starting = service(async (work) => {
      await answer.promise;
      return work(tables());
    }).start();
    await messaging.stop();
    answer.resolve();
    await starting;
    expect(startRelay).not.toHaveBeenCalled();
  });
});
