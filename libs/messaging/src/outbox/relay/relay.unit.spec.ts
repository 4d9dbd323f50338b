import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../../log.js';
import type { PooledConnection } from '../../sql/connection-pool.js';
import { Relay } from './relay.js';

describe('the relay', () => {
  it('retries with growing delays if the database opens sessions but does not respond', async () => {
    const released: (boolean | undefined)[] = [];
    const session: PooledConnection = {
      query: () => Promise.reject(new Error('relation "outbox" does not exist')),
      release: (destroy) => released.push(destroy),
      on: () => undefined,
      removeListener: () => undefined,
    };
    const failures: unknown[] = [];
    let reached!: () => void;
    const third = new Promise<void>((resolve) => (reached = resolve));
    const warn = (fields: object) => {
      if (failures.push((fields as { failures: number }).failures) === 3) reached();
    };
    const relay = new Relay(
      { connect: async () => session },
      { publish: () => Promise.reject(new Error('nothing to publish')) },
      { ...silentLog, warn },
    );
    void relay.start();
    await third;
    await relay.stop();
    expect(failures).toEqual([1, 2, 3]);
    expect(released).toEqual([true, true, true]);
  });
});
