import { startPgBouncer as start, type PgBouncer } from '@waybill/stack/parts';
import { freePort } from './free-port.js';

export { findPgBouncer, type PgBouncer as TestPgBouncer } from '@waybill/stack/parts';

/** A pooler in front of one database, on a free port. */
export async function startPgBouncer(
  program: string,
  databaseUrl: string,
  poolMode: 'session' | 'transaction',
): Promise<PgBouncer> {
  return start({ program, databaseUrl, poolMode, port: await freePort() });
}
