import { beforeEach, describe, expect, it } from '@jest/globals';
import { createInMemoryTransport } from '../testing/in-memory-transport.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import { DeadLetterQueue } from './dead-letter-queue.js';
import { DEAD_HEADERS } from './dead-letters.js';
import { DEAD_STREAM, letterSubject } from './subjects.js';

describe('the list of dead letters', () => {
  let broker: StreamTransport;
  let desk: DeadLetterQueue;
  let scanned: string[];

  beforeEach(async () => {
    broker = createInMemoryTransport();
    desk = new DeadLetterQueue(broker, broker.reader);
    await broker.reconcile({
      streams: [
        {
          name: DEAD_STREAM,
          subjects: ['dead.>'],
          limits: {},
          defaults: { maxAgeMs: 1e9, duplicateWindowMs: 1e6, replicas: 1 },
        },
      ],
      consumers: ['odd', 'even'].map((name) => ({
        ...{ stream: DEAD_STREAM, name: `${name}_replay`, filters: [`dead.settled.${name}.>`] },
        ...{ maxAckPending: 1, ackWaitMs: 1_000, startAt: 'now', metadata: {} },
      })),
    });
    scanned = [];
    const readPage = broker.reader.readPage.bind(broker.reader);
    broker.reader.readPage = async (...page) => {
      const messages = await readPage(...page);
      scanned.push(...messages.map(({ subject }) => subject));
      return messages;
    };
    // 1 to 10, in turn of two consumers.
    for (let n = 1; n <= 10; n++) {
      const consumer = n % 2 === 1 ? 'odd' : 'even';
      const subject = letterSubject(consumer, 'order.placed');
      await broker.publish({ id: `letter-${n}`, subject, headers: {}, body: '{}' });
    }
  });

  const idsOf = async (options?: Parameters<DeadLetterQueue['list']>[0]) =>
    (await desk.list(options)).map(({ id, state }) => (state === 'open' ? id : `${id} ${state}`));

  it('lists the newest open ones, however many newer ones are resolved', async () => {
    for (const id of ['10', '9', '8', '6']) await desk.discard(id, 'seen');
    expect(await idsOf({ limit: 3 })).toEqual(['7', '5', '4']);
    expect(await idsOf({ limit: 3, all: true })).toEqual(['10 discarded', '9 discarded', '8 discarded']);
    expect(await idsOf()).toHaveLength(6);
  });

  it('is read from the end, and no further than it takes', async () => {
    await desk.discard('10', 'seen');
    expect(await idsOf({ limit: 2 })).toEqual(['9', '8']);
    expect(scanned).toHaveLength(4);
  });

  it('goes on before the last one of a page', async () => {
    await desk.discard('7', 'seen');
    expect(await idsOf({ limit: 2, before: '9' })).toEqual(['8', '6']);
    expect(await idsOf({ limit: 2, before: '6', consumer: 'odd' })).toEqual(['5', '3']);
    expect(await idsOf({ before: '1' })).toEqual([]);
  });

  it('says who resolved a letter, on whose behalf and how', async () => {
    await desk.replay('3', { by: 'Zoë', job: 'j-1', payload: '{"better":true}' });
    const { resolved, payload } = await desk.show('3');
    const own = { by: 'Zoë', job: 'j-1', payload: '{"better":true}' };
    expect({ resolved, payload }).toEqual({ resolved: { at: expect.any(String), ...own }, payload: '{}' });
    await expect(desk.discard('3', 'late')).rejects.toMatchObject({
      code: 'DEAD_LETTER_RESOLVED',
      message: expect.stringContaining('by Zoë'),
      resolved: { job: 'j-1' },
    });
  });

  it('of one consumer reads nothing of the others', async () => {
    await desk.discard('9', 'seen');
    await desk.replay('10');
    expect(await idsOf({ consumer: 'odd' })).toEqual(['7', '5', '3', '1']);
    expect(await idsOf({ consumer: 'odd', all: true, limit: 2 })).toEqual(['9 discarded', '7']);
    expect(scanned.filter((subject) => subject.includes('.even.'))).toEqual([]);
    for (const consumer of ['nobody', '*', '', 'no body']) expect(await idsOf({ consumer })).toEqual([]);
  });

  it('is followed by what changes: letters and resolutions, in order, a page at a time', async () => {
    await desk.discard('2', 'seen', { by: 'me' });
    const first = await desk.changesAfter(undefined, 9);
    expect(first.changes).toHaveLength(9);
    const { changes, next } = await desk.changesAfter(first.next, 9);
    expect(changes).toMatchObject([
      { kind: 'letter', letter: { id: '10', consumer: 'even' } },
      { kind: 'resolution', letterId: '2', state: 'discarded', resolved: { reason: 'seen', by: 'me' } },
    ]);
    expect(await desk.changesAfter(next, 9)).toEqual({ changes: [], next: undefined });
  });

  it('shows a letter that somebody else wrote as far as it can be read, and all others', async () => {
    await broker.publish({
      id: 'foreign',
      subject: letterSubject('odd', 'order.placed'),
      headers: { [DEAD_HEADERS.error]: 'oops', [DEAD_HEADERS.history]: '{"not":"a list"}' },
      body: 'hello',
    });
    expect((await desk.list({ limit: 2 })).map(({ id, error, history }) => ({ id, error, history }))).toEqual(
      [
        { id: '11', error: { name: 'Error', message: 'oops' }, history: [] },
        { id: '10', error: { name: 'Error', message: '' }, history: [] },
      ],
    );
  });
});
