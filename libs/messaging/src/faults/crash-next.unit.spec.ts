import { expect, it } from '@jest/globals';
import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { crashingNext } from './crash-next.js';
import { FaultSwitches } from './fault-switches.js';

it('the process is killed after the effect, inside the transaction, and only while the switch is on', async () => {
  const switches = new FaultSwitches(true);
  const seen: string[] = [];
  const invoke = crashingNext(
    switches,
    async () => void seen.push('effect'),
    () => void seen.push('killed'),
  );
  const handle = () => invoke(...([] as unknown as Parameters<Invoke<SqlTransaction>>));
  await handle();
  await switches.set('crash-next', 1);
  await handle();
  await switches.set('crash-next', 0);
  await handle();
  expect(seen).toEqual(['effect', 'effect', 'killed', 'effect']);
});
