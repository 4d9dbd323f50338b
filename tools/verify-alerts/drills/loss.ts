import { until } from '../../faults/until.ts';
import type { Drill } from '../drill.ts';

const CONSUMER = 'order-settlement';

export const lossDrills: readonly Drill[] = [
  {
    fault: 'the stream ORDER is deleted while messages wait in it',
    alerts: ['OrdersLost'],
    async strike(site) {
      const since = new Date().toISOString();
      // A loss is reported only while nothing is under way.
      const wake = await site.customers.sleep();
      const resume = await site.pause(CONSUMER);
      for (let nth = 0; nth < 5; nth++) await site.customers.order();
      await until('the orders are published', async () => {
        const { rows } = await site.database('order', (client) =>
          client.query<{ pending: string }>(
            'SELECT count(*) AS pending FROM outbox WHERE published_at IS NULL',
          ),
        );
        return rows[0]!.pending === '0';
      });
      await site.broker((manager) => manager.streams.delete('ORDER'));
      await until('the services have made the stream again', () =>
        site.broker(async (manager) => Boolean(await manager.streams.info('ORDER'))),
      );
      await resume();
      return async () => {
        await site.waybill('outbox', 'republish', '--since', since);
        wake();
      };
    },
  },
  {
    fault: 'fault switch order/relay-paused',
    alerts: ['OutboxNotDraining'],
    strike: (site) => site.switchOn('order/relay-paused'),
  },
  {
    fault: 'order runs without the role relay',
    alerts: ['OutboxRelayStopped'],
    strike: (site) => site.withRoles('api,consumers'),
  },
  {
    fault: 'somebody limits the messages of the stream ORDER to 100 bytes',
    alerts: ['OutboxRowsParked'],
    async strike(site) {
      const since = new Date().toISOString();
      await site.broker((manager) => manager.streams.update('ORDER', { max_msg_size: 100 }));
      return async () => {
        await site.broker((manager) => manager.streams.update('ORDER', { max_msg_size: -1 }));
        await site.waybill('outbox', 'republish', '--since', since);
      };
    },
  },
];
