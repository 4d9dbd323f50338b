import { describe, expect, it } from '@jest/globals';
import type { PooledConnection } from '../sql/connection-pool.js';
import { BoundedSessions, InspectionBusy } from './bounded-sessions.js';

describe('inspections', () => {
  it('use one connection, whatever their number, and no more than 32 wait', async () => {
    let open = 0;
    let most = 0;
    const connection: PooledConnection = {
      query: () => Promise.resolve({ rows: [] }),
      release: () => (open -= 1),
      on: () => undefined,
      removeListener: () => undefined,
    };
    const sessions = new BoundedSessions({
      connect: async () => {
        most = Math.max(most, ++open);
        return connection;
      },
    });
    const asked = Array.from({ length: 32 }, () => sessions.run(async () => 'replied'));
    await expect(sessions.run(async () => 'replied')).rejects.toThrow(InspectionBusy);
    expect(await Promise.all(asked)).toEqual(new Array(32).fill('replied'));
    expect(most).toBe(1);
    expect(await sessions.run(async () => 'again')).toBe('again');
  });
});
