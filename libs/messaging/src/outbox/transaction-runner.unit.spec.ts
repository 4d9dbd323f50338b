import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
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

  it('pokes nobody where it published nothing, or was rolled back', async () => {
    await runner.run(async () => 'nothing');
    const rollback = runner.run(async (tx) => {
      await outbox.publish(tx, Happened, {});
      throw new Error('rolled back');
    });
    await expect(rollback).rejects.toThrow('rolled back');
    await runner.run(async () => 'nothing');
    expect(log).toEqual(['commit', 'commit']);
  });

  it('does not touch the database where an event does not fit', async () => {
    let statements = 0;
    const counting = { query: async () => ({ rows: [{ statements: (statements += 1) }] }) };
    await expect(outbox.publishAll(counting, Happened, [{}, 'no object' as never])).rejects.toMatchObject({
      code: 'INVALID_PAYLOAD',
    });
    expect([statements, outbox.takeAppended(counting)]).toEqual([0, false]);
  });
});
