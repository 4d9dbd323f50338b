import pg from 'pg';
import type { Drill } from '../drill.ts';
import { smallDisk } from '../small-disk.ts';

export const serverDrills: readonly Drill[] = [
  {
    fault: 'nats-server is stopped',
    alerts: ['BrokerAway', 'HealthCheckNotOk'],
    strike: (site) => site.stop('nats'),
  },
  {
    fault: "order's database is read-only, as after a failover",
    alerts: ['DatabaseAway', 'ProcessNotReady', 'OrderAcceptanceBudgetBurn'],
    async strike(site) {
      const name = pg.escapeIdentifier(new URL(await site.databaseUrl('order')).pathname.slice(1));
      const setting = `ALTER DATABASE ${name}`;
      const endSessions =
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
      await site.database('order', async (client) => {
        await client.query(`${setting} SET default_transaction_read_only = on`);
        await client.query(endSessions);
      });
      return () =>
        site.database('order', async (client) => {
          await client.query('SET default_transaction_read_only = off');
          await client.query(`${setting} RESET default_transaction_read_only`);
          await client.query(endSessions);
        });
    },
  },
  {
    fault: 'somebody takes nine tenths of the connections of Postgres',
    alerts: ['DatabaseConnectionsNearLimit'],
    async strike(site) {
      const url = await site.databaseUrl('order');
      const clients: pg.Client[] = [];
      const inUse = async () => {
        const { rows } = await clients[0]!.query<{ share: number }>(
          `SELECT (sum(numbackends) / (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int))::float8 AS share
           FROM pg_stat_database`,
        );
        return rows[0]!.share;
      };
      do {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        clients.push(client);
      } while ((await inUse()) < 0.9);
      return () => Promise.all(clients.map((client) => client.end()));
    },
  },
  {
    fault: 'a forgotten transaction holds a lock on the table orders',
    alerts: ['ConnectionPoolExhausted'],
    async strike(site) {
      const client = new pg.Client({ connectionString: await site.databaseUrl('order') });
      await client.connect();
      await client.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
      return () => client.end();
    },
  },
  {
    fault: 'a disk is filled',
    alerts: ['DiskNearlyFull'],
    obstacle: () => smallDisk.obstacle(),
    strike: () => smallDisk.fill(),
  },
  {
    fault: 'somebody limits the stream PAYMENT to a million messages',
    alerts: ['TopologyDrifted'],
    async strike(site) {
      await site.broker((manager) => manager.streams.update('PAYMENT', { max_msgs: 1_000_000 }));
      return () => site.broker((manager) => manager.streams.update('PAYMENT', { max_msgs: -1 }));
    },
  },
];
