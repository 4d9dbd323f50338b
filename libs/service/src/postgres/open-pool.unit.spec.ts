import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { createPool } from './open-pool.js';

const AUTHENTICATED = Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([...Buffer.from('Z'), 0, 0, 0, 5, ...Buffer.from('I')]);
const ENDED = fatal('57P01', 'terminating connection due to administrator command');

// The client reads both at once: the session is lost before its caller can listen to its errors.
it('survives a session that ends as soon as it is opened', async () => {
  const postgres = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, ENDED])));
  }).listen(0, '127.0.0.1');
  await once(postgres, 'listening');
  const { port } = postgres.address() as AddressInfo;
  const databaseUrl = `postgresql://anyone@127.0.0.1:${port}/any`;
  const pool = createPool({ databaseUrl, databasePool: 1, name: 'parcels' });
  try {
    await expect(pool.connect()).rejects.toThrow(/not queryable/);
    expect(pool.totalCount).toBe(0);
  } finally {
    await pool.end();
    postgres.close();
  }
});

/** An ErrorResponse of Postgres' protocol. */
function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
