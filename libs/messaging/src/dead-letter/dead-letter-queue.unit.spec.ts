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
    const scan = broker.reader.scan.bind(broker.reader);
    broker.reader.scan = async function* (stream, filter) {
      for await (const message of scan(stream, filter)) {
        scanned.push(message.subject);
        yield message;
      }
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

  it('of one consumer reads nothing of the others', async () => {
    await desk.discard('9', 'seen');
    await desk.replay('10');
    expect(await idsOf({ consumer: 'odd' })).toEqual(['7', '5', '3', '1']);
    expect(await idsOf({ consumer: 'odd', all: true, limit: 2 })).toEqual(['9 discarded', '7']);
    expect(scanned.filter((subject) => subject.includes('.even.'))).toEqual([]);
    for (const consumer of ['nobody', '*', '', 'no body']) expect(await idsOf({ consumer })).toEqual([]);
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
