import { PgDatabase } from '@waybill/service/postgres';
import { createTestDatabase } from '@waybill/stack/testing';
import { PgFigures } from '../persistence/pg-figures.js';
import { PgFunnelProjection } from '../persistence/pg-funnel-projection.js';
import { PgSalesProjection } from '../persistence/pg-sales-projection.js';

/** The service's persistence on a database of its own. */
export async function testAnalytics() {
  const { url, drop } = await createTestDatabase('analytics');
  const database = await PgDatabase.open({ databaseUrl: url, databasePool: 4, name: 'test' });
  return {
    database,
    figures: new PgFigures(database),
    sales: new PgSalesProjection(),
    funnel: new PgFunnelProjection(),
    async close(): Promise<void> {
      await database.onApplicationShutdown();
      await drop();
    },
  };
}

export type TestAnalytics = Awaited<ReturnType<typeof testAnalytics>>;
