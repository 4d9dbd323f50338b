import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, TopologyRefused } from '../errors.js';
import { silentLog } from '../log.js';
import { ReconcileAgain } from './reconcile-again.js';

describe('reconciling after a reconnect', () => {
  let answers: (() => void)[];
  let calls: number;
  let again: ReconcileAgain;

  beforeEach(() => {
    answers = [];
    calls = 0;
    again = new ReconcileAgain(async () => {
      calls += 1;
      answers.shift()?.();
    }, silentLog);
  });
  afterEach(() => again.stop());

  const refuse = (error: Error) => () => {
    throw error;
  };
  const away = refuse(new BrokerUnavailable('JetStream has no leader yet'));

  it('is tried until the broker is ready for it', async () => {
    const ready = new Promise<void>((resolve) => (answers = [away, away, resolve]));
    again.begin();
    await ready;
    expect(calls).toBe(3);
  });

  it('is left alone where the broker refuses, until the next reconnect', async () => {
    answers = [refuse(new TopologyRefused('storage'))];
    again.begin();
    await turn();
    again.begin();
    await turn();
    expect(calls).toBe(2);
  });

  it('begins once more where the connection was lost meanwhile', async () => {
    answers = [() => again.begin()];
    again.begin();
    await turn();
    expect(calls).toBe(2);
  });

  it('ends with the connection', async () => {
    answers = [() => again.begin(), () => again.stop(), () => again.begin()];
    again.begin();
    again.begin();
    await turn();
    again.begin();
    await turn();
    expect(calls).toBe(2);
  });
});
