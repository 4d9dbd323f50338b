import { PgDatabase } from '@waybill/service/postgres';
import { createTestDatabase } from '@waybill/testing';
import { Customers } from '../persistence/customers.js';
import { Figures } from '../persistence/figures.js';
import { FunnelProjection } from '../persistence/funnel-projection.js';
import { SalesProjection } from '../persistence/sales-projection.js';

/** The service's persistence on a database of its own. */
export async function testAnalytics() {
  const { url, drop } = await createTestDatabase('analytics');
  const database = await PgDatabase.open({ databaseUrl: url, databasePool: 4, name: 'test' });
  return {
    database,
    figures: new Figures(database),
    sales: new SalesProjection(),
    funnel: new FunnelProjection(),
    customers: new Customers(),
    async close(): Promise<void> {
      await database.onApplicationShutdown();
      await drop();
    },
  };
}

export type TestAnalytics = Awaited<ReturnType<typeof testAnalytics>>;
