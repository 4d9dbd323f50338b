import { describe, expect, it } from '@jest/globals';
import type { ConnectionPool, PooledConnection } from '../../sql/connection-pool.js';
import { DatabaseReadOnly, PooledSession, requireOwnSession, requireUsable } from './own-session.js';

/** Sessions as `pool` provides them: the process that serves each, statement by statement. */
function sessions(announced: number | undefined, backendOf: (session: number, statement: number) => number) {
  let opened = 0;
  const released: boolean[] = [];
  const connect = (): PooledConnection => {
    const session = opened++;
    let statement = 0;
    return {
      processID: announced,
      query: async (sql) => ({
        rows: sql.includes('pg_backend_pid')
          ? [{ backend: backendOf(session, statement++), readOnly: false, standby: false }]
          : [],
      }),
      release: (destroy) => void released.push(destroy ?? false),
      on: () => undefined,
      removeListener: () => undefined,
    };
  };
  const pool: ConnectionPool = { connect: async () => connect() };
  return { first: connect(), pool, opened: () => opened, released };
}

const check = ({ first, pool }: ReturnType<typeof sessions>) => requireOwnSession(pool, first, first);

describe('a session', () => {
  it('that the announced process serves is its own, and nothing more is asked', async () => {
    const direct = sessions(7, () => 7);
    expect(await check(direct)).toBe(7);
    expect(direct.opened()).toBe(1);
  });

  it('of a pooler that keeps one process for each client is its own', async () => {
    const pooled = sessions(99, (session) => 10 + session);
    expect(await check(pooled)).toBe(10);
    expect(pooled.released).toEqual([true]);
  });

  it('is none where a second client sits on its process', async () => {
    const pooled = sessions(99, () => 10);
    await expect(check(pooled)).rejects.toThrow(PooledSession);
    // The probe's own transaction is left to the pooler to end.
    expect(pooled.released).toEqual([true]);
  });

  it('is none where a second client pushes it to another process, however late', async () => {
    const pooled = sessions(undefined, (session, statement) =>
      session === 0 ? (statement < 4 ? 10 : 12) : 11,
    );
    await expect(check(pooled)).rejects.toThrow(/DATABASE_DIRECT_URL/);
  });
});

describe('while the relay runs, its session', () => {
  const session = (state: { backend: number; readOnly: boolean }) => ({
    query: async () => ({ rows: [{ standby: false, ...state }] }),
  });

  it('is usable as long as the same process serves it and it can be written to', async () => {
    await requireUsable(session({ backend: 7, readOnly: false }), 7);
  });

  it('is unusable once it is read-only, or another process serves it', async () => {
    await expect(requireUsable(session({ backend: 7, readOnly: true }), 7)).rejects.toThrow(DatabaseReadOnly);
    await expect(requireUsable(session({ backend: 8, readOnly: false }), 7)).rejects.toThrow(PooledSession);
  });
});
