import { describe, expect, it } from '@jest/globals';
import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { FaultSwitches } from './fault-switches.js';
import { poisoningNext } from './poison-next.js';

type Call = Parameters<Invoke<SqlTransaction>>;

describe('poisoning the next messages', () => {
  const switches = new FaultSwitches(true);
  const invoke = poisoningNext(switches, async () => undefined);

  /** `ok`, or the poisoned id. */
  const handle = async (ids: string | string[], consumer = 'c'): Promise<string> => {
    const payload = Array.isArray(ids) ? ids.map((id) => ({ id })) : { id: ids };
    try {
      await invoke(undefined as never, payload as Call[1], { consumer } as Call[2]);
      return 'ok';
    } catch (error) {
      return /poisoned (\w+)/.exec(String(error))![1]!;
    }
  };

  it('keeps to the messages that it chose, each for the consumer that it came to', async () => {
    await switches.set('poison-next', 2);
    expect([await handle('a'), await handle('a'), await handle('a', 'other'), await handle('b')]).toEqual([
      'a',
      'a',
      'a',
      'ok',
    ]);
    expect([await handle('a'), await handle('b', 'other')]).toEqual(['a', 'ok']);
  });

  it('lets them go when it is healed, and chooses new ones when it is switched on again', async () => {
    await switches.set('poison-next', 0);
    expect(await handle('a')).toBe('ok');
    await switches.set('poison-next', 1);
    expect([await handle('b'), await handle('a')]).toEqual(['b', 'ok']);
  });

  it('fails a batch that holds one', async () => {
    await switches.set('poison-next', 1);
    expect([await handle(['x', 'y']), await handle(['y', 'z']), await handle(['z', 'x'])]).toEqual([
      'x',
      'ok',
      'x',
    ]);
    await switches.set('poison-next', 0);
  });
});
