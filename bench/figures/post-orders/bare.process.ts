// The baseline of `post-orders`: an order with its lines and an outbox row, by Fastify and pg alone.
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { BARE_TABLES } from './bare-tables.ts';
import { emptyTable } from '../../tables.ts';

interface Body {
  customerId: string;
  lines: { productId: string; quantity: number }[];
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
for (const [table, columns] of Object.entries(BARE_TABLES)) await emptyTable(pool, table, columns);

const app = Fastify();
app.get('/health/ready', async () => ({ status: 'ok' }));
app.post<{ Body: Body }>('/orders', async ({ body }, reply) => {
  const orderId = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO bare_order VALUES ($1, $2, $3, now())', [
      orderId,
      body.customerId,
      'placed',
    ]);
    await client.query(
      `INSERT INTO bare_line SELECT $1, ordinality, product, quantity
       FROM unnest($2::text[], $3::int[]) WITH ORDINALITY AS line (product, quantity, ordinality)`,
      [orderId, body.lines.map(({ productId }) => productId), body.lines.map(({ quantity }) => quantity)],
    );
    await client.query(
      'INSERT INTO bare_outbox (message_id, subject, headers, payload) VALUES ($1, $2, $3, $4)',
      [
        orderId,
        'order.placed',
        JSON.stringify({ 'ce-id': orderId, 'ce-type': 'order.placed' }),
        JSON.stringify({ orderId, ...body }),
      ],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  return reply.status(202).send({ orderId, status: 'placed' });
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
