import pg from 'pg';
import { setUpServers, tearDownRun } from '@waybill/testing/jest-run';
import type { SetUp } from './table.ts';

/** One Postgres and one nats-server for all test runs, which find them in their environment as if each had set them up. */
export class SharedServers implements AsyncDisposable {
  readonly setUp: SetUp;

  private constructor(setUp: SetUp) {
    this.setUp = setUp;
  }

  static async start(): Promise<SharedServers> {
    const { postgres, nats } = await setUpServers();
    const client = new pg.Client({ connectionString: postgres.administratorUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      return new SharedServers({
        node: process.version,
        postgres: rows[0]!.server_version,
        nats: nats.version,
      });
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await tearDownRun();
  }
}
