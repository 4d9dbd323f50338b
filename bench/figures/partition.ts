import { alternate, type Comparison } from '../comparison.ts';
import type { Bench } from '../figure.ts';
import { bareTransactions, handleEach } from './handlers.ts';

export const says = 'one partition in key order, where each event waits for the commit of the one before';

/** The cycle of a partition: deliver, inbox, handler, commit, acknowledge. What `waybill capacity` multiplies. */
export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const events = quick ? 500 : 2_000;
  return [
    {
      name: 'handlers-partition',
      unit: 'messages/s',
      subject: `${events.toLocaleString('en')} waiting events through one partition and a handler that inserts a row`,
      baseline: 'a bare transaction with the same two inserts, one client',
      aim: 0.5,
      rounds: await alternate(
        rounds,
        () => handleEach(servers, events, { startFrom: 'now', ordering: 'key', partitions: 1 }),
        () => bareTransactions(servers, events, 1),
      ),
    },
  ];
}
