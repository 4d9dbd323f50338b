import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../log.js';
import type { Delivery } from '../transport/transport.js';
import { Acknowledger } from './acknowledger.js';
import type { Work } from './work.js';

function delivered(sequence: number): { work: Work; answers: string[] } {
  const answers: string[] = [];
  const delivery: Delivery = {
    ...{ id: 'm', subject: 'shop.sold.v1.standard.0', headers: {}, body: new Uint8Array(), stream: 'SHOP' },
    ...{ position: String(sequence), deliveryCount: 1, storedAt: 0 },
    ack: () => answers.push('ack'),
    nak: () => answers.push('nak'),
    term: (reason) => answers.push(`term ${reason}`),
    working: () => {},
  };
  const work = { consumer: 'shop', delivery, wire: delivery } as unknown as Work;
  return { work, answers };
}

describe('a message that was dead-lettered', () => {
  const settlement = (
    add = async () => {},
    recordDead: (work: Work, messageId: string) => Promise<void> = async () => {},
  ) =>
    new Acknowledger({
      deadLetters: { add },
      recordDead,
      observer: { dispatched: () => {} },
      log: silentLog,
    });

  it('is recorded as dead-lettered before the term, so that no other delivery of it runs', async () => {
    const recorded: string[] = [];
    const { work, answers } = delivered(7);
    const given = settlement(undefined, async (_work, messageId) => {
      recorded.push(messageId);
      expect(answers).toEqual([]);
    });
    await given.deadLetter(work, undefined, 'unfinished', new Error('killer'), []);
    expect([recorded, answers]).toEqual([['m'], ['term unfinished']]);
    expect(given.isOpen(work)).toBe(false);
  });

  it('comes again to be dead-lettered where the letter could not be stored', async () => {
    const given = settlement(async () => Promise.reject(new Error('the broker is down')));
    const { work, answers } = delivered(7);
    const retried = {
      ...work,
      subscription: { retry: { attempts: 5, baseMs: 1, maxMs: 1 } },
    } as unknown as Work;
    await given.deadLetter(retried, undefined, 'unfinished', new Error('killer'), []);
    expect(answers).toEqual(['nak']);
  });
});
