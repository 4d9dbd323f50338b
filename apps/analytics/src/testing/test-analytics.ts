import { createTestDatabase } from '@waybill/stack/testing';
import { Database } from '../persistence/database.js';
import { PgFigures } from '../persistence/pg-figures.js';
import { PgFunnelProjection } from '../persistence/pg-funnel-projection.js';
import { PgSalesProjection } from '../persistence/pg-sales-projection.js';

/** The service's persistence on a database of its own. */
export async function testAnalytics() {
  const { url, drop } = await createTestDatabase('analytics');
  const database = await Database.open(url, 4);
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
