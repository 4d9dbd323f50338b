import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { silentLog } from '../log.js';
import { Outbox } from './outbox.js';
import { TransactionRunner } from './transaction-runner.js';

const Happened = defineEvent({
  type: 'test.happened',
  version: 1,
  owner: 'test',
  key: () => 'k',
  schema: z.object({}),
});

describe('a transaction', () => {
  // As a `pg` client: the same object in every transaction that it runs.
  const client = { query: async () => ({ rows: [] }) };
  let log: string[];
  let outbox: Outbox;
  let runner: TransactionRunner<typeof client>;

  beforeEach(() => {
    log = [];
    outbox = new Outbox('test', [Happened]);
    runner = new TransactionRunner(
      async (work) => {
        const result = await work(client);
        log.push('commit');
        return result;
      },
      outbox,
      () => log.push('poke'),
    );
  });

  it('pokes the relay after the commit where it published', async () => {
    const id = await runner.run((tx) => outbox.publish(tx, Happened, {}));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(log).toEqual(['commit', 'poke']);
    await runner.run((tx) => outbox.publishAll(tx, Happened, [{}, {}]));
    expect(log).toEqual(['commit', 'poke', 'commit', 'poke']);
  });

  it('does not poke if it published nothing, or was rolled back', async () => {
    await runner.run(async () => 'nothing');
    const rollback = runner.run(async (tx) => {
      await outbox.publish(tx, Happened, {});
      throw new Error('rolled back');
    });
    await expect(rollback).rejects.toThrow('rolled back');
    await runner.run(async () => 'nothing');
    expect(log).toEqual(['commit', 'commit']);
  });

  it('gives its events to listeners once it has committed, whatever they throw', async () => {
    const heard: string[][] = [];
    runner.onCommitted(() => {
      throw new Error('of the listener');
    });
    const stop = runner.onCommitted((events) => heard.push(events.map(({ id }) => id)));
    const id = await runner.run((tx) => outbox.publish(tx, Happened, {}));
    await runner.run(() => Promise.reject(new Error('rolled back'))).catch(() => undefined);
    expect([heard, log]).toEqual([[[id]], ['commit', 'poke']]);
    stop();
    await runner.run((tx) => outbox.publish(tx, Happened, {}));
    expect(heard).toHaveLength(1);
  });

  it('waits for what was published in it without being waited for, and fails where that failed', async () => {
    let answer: (failure?: Error) => void = () => undefined;
    const slow = {
      query: () =>
        new Promise<{ rows: [] }>((resolve, reject) => {
          answer = (failure) => (failure ? reject(failure) : resolve({ rows: [] }));
        }),
    };
    const onSlow = new TransactionRunner<typeof slow>(
      async (work) => {
        const result = await work(slow);
        log.push('commit');
        return result;
      },
      outbox,
      () => log.push('poke'),
    );
    const heard: unknown[] = [];
    const publishing = (tx: typeof slow) => {
      outbox.publish(tx, Happened, {}).catch((error: unknown) => heard.push(error));
      return Promise.resolve();
    };
    const committed = onSlow.run(publishing);
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual([]);
    answer();
    await committed;
    expect(log).toEqual(['commit', 'poke']);

    const refused = new Error('refused');
    const failing = onSlow.run(publishing);
    await new Promise((resolve) => setImmediate(resolve));
    answer(refused);
    await expect(failing).rejects.toBe(refused);
    expect([log, heard]).toEqual([['commit', 'poke'], [refused]]);
  });

  it('refuses what is published once it has ended, ends no process, and says so in the log', async () => {
    const lines: string[] = [];
    const logging = { ...silentLog, error: (_: object, message: string) => void lines.push(message) };
    const logged = new TransactionRunner<typeof client>(
      (work) => work(client),
      outbox,
      () => undefined,
      logging,
    );
    let late!: typeof client;
    await logged.run(async (tx) => void (late = tx));
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    void outbox.publish(late, Happened, {});
    void outbox.publishAll(late, Happened, [{}, {}]);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    await expect(outbox.publish(late, Happened, {})).rejects.toMatchObject({ code: 'TRANSACTION_ENDED' });
    expect(lines).toEqual(new Array(3).fill(expect.stringContaining('it was not sent')));
  });

  it('does not touch the database where an event does not fit', async () => {
    let statements = 0;
    const counting = { query: async () => ({ rows: [{ statements: (statements += 1) }] }) };
    await expect(outbox.publishAll(counting, Happened, [{}, 'no object' as never])).rejects.toMatchObject({
      code: 'INVALID_PAYLOAD',
    });
    expect([statements, outbox.takeAppended(counting)]).toEqual([0, []]);
  });
});
