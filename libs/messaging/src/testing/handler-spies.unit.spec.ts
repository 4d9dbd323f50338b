import { describe, expect, it } from '@jest/globals';
import type { Dispatched } from '../consumer/observer.js';
import { HandlerSpies, HandlerSpy } from './handler-spies.js';

const dispatched = (messageId: string, over: Partial<Dispatched> = {}): Dispatched => ({
  consumer: 'ranking',
  messageId,
  outcome: 'handled',
  type: 'order.placed',
  attempt: 1,
  seconds: 0,
  ...over,
});
const is = (id: string) => (seen: Dispatched) => seen.messageId === id;

describe('a handler spy', () => {
  it('resolves at once for what has already happened', async () => {
    const spy = new HandlerSpy();
    spy.dispatched(dispatched('a'));
    expect(await spy.waitFor(is('a'), { timeoutMs: 0 })).toMatchObject({ messageId: 'a' });
  });

  it('resolves when it happens', async () => {
    const spy = new HandlerSpy();
    const wait = spy.waitFor(is('b'), { timeoutMs: 5_000 });
    spy.dispatched(dispatched('a'));
    spy.dispatched(dispatched('b'));
    expect(await wait).toMatchObject({ messageId: 'b' });
  });

  it('counts the past and what is to come together', async () => {
    const spy = new HandlerSpy();
    spy.dispatched(dispatched('a', { outcome: 'retried' }));
    const wait = spy.waitForAll(2, is('a'), { timeoutMs: 5_000 });
    spy.dispatched(dispatched('a', { attempt: 2 }));
    expect((await wait).map(({ outcome }) => outcome)).toEqual(['retried', 'handled']);
  });

  it('says what was seen instead when the time is up', async () => {
    const spy = new HandlerSpy();
    spy.dispatched(dispatched('a', { outcome: 'dead-lettered', attempt: 5 }));
    await expect(spy.waitFor(is('b'), { timeoutMs: 1 })).rejects.toThrow(
      /0 of 1 fit[^]*order\.placed a dead-lettered by ranking, attempt 5/,
    );
  });

  it('keeps what each consumer did apart, and all of it together', async () => {
    const spies = new HandlerSpies();
    spies.dispatched(dispatched('a'));
    spies.dispatched(dispatched('a', { consumer: 'sales' }));
    expect(spies.of('sales').seen).toHaveLength(1);
    expect(spies.all.seen).toHaveLength(2);
  });
});
