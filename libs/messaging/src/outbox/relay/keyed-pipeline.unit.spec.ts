import { beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, PublishRefused } from '../../errors.js';
import type { OutgoingMessage, Published } from '../../transport/transport.js';
import type { OutboxRow } from './claim-rows.sql.js';
import { isOutage, KeyedPipeline, type RowOutcome } from './keyed-pipeline.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A broker that acknowledges when the test says so. */
class Broker {
  readonly sent: string[] = [];
  readonly #answers = new Map<string, { resolve: (p: Published) => void; reject: (e: Error) => void }>();

  publish = ({ id }: OutgoingMessage): Promise<Published> => {
    this.sent.push(id);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  };

  async accept(...ids: string[]): Promise<void> {
    for (const id of ids) {
      this.#answers.get(id)!.resolve({ stream: 'S', position: '1', duplicate: false });
      await turn();
    }
  }

  async fail(id: string, error: Error): Promise<void> {
    this.#answers.get(id)!.reject(error);
    await turn();
  }
}

describe('the keyed pipeline', () => {
  let broker: Broker;
  let outcomes: RowOutcome[];
  let stored: string[];
  let pipeline: KeyedPipeline;

  beforeEach(() => {
    broker = new Broker();
    outcomes = [];
    stored = [];
    pipeline = new KeyedPipeline(broker, (outcome) => outcomes.push(outcome), {
      store: async ({ id }) => void stored.push(id),
    });
  });

  /** `a1`: the row 1 of key `a`. */
  const row = (name: string): OutboxRow => ({
    id: name,
    messageId: name,
    subject: 's',
    key: name[0]!,
    bucket: name.charCodeAt(0) - 96,
    headers: {},
    payload: '{}',
    attempts: 0,
    resendId: null,
  });
  const rows = new Map<string, OutboxRow>();
  const send = (...names: string[]) => {
    for (const name of names) {
      rows.set(name, row(name));
      pipeline.send(rows.get(name)!);
    }
  };
  const forget = (...names: string[]) => names.forEach((name) => pipeline.forget(rows.get(name)!));
  const log = () => outcomes.map(({ row: { id }, kind }) => `${id} ${kind}`);
  const refusal = new PublishRefused('no');

  it('sends keys side by side and one row of a key at a time', async () => {
    send('a1', 'b1', 'a2', 'b2', 'a3');
    expect(broker.sent).toEqual(['a1', 'b1']);
    await broker.accept('b1');
    expect(broker.sent).toEqual(['a1', 'b1', 'b2']);
    await broker.accept('a1', 'a2', 'a3', 'b2');
    expect(broker.sent).toEqual(['a1', 'b1', 'b2', 'a2', 'a3']);
    expect(log()).toEqual(['b1 published', 'a1 published', 'a2 published', 'a3 published', 'b2 published']);
  });

  it('lets nothing overtake a row that was refused, and holds up no other key', async () => {
    send('a1', 'a2', 'b1', 'a3', 'b2');
    await broker.fail('a1', refusal);
    await broker.accept('b1', 'b2');
    expect(broker.sent).toEqual(['a1', 'b1', 'b2']);
    expect(log()).toEqual(['a1 refused', 'a2 released', 'a3 released', 'b1 published', 'b2 published']);
    expect(outcomes.some(isOutage)).toBe(false);
  });

  it('keeps a key shut until the table knows of all its rows: a row claimed meanwhile does not slip through', async () => {
    send('a1', 'a2');
    await broker.fail('a1', refusal);
    // The claim ran before the refusal was written down, and found the next row.
    send('a3');
    await turn();
    forget('a1', 'a2');
    send('a4');
    await turn();
    expect(broker.sent).toEqual(['a1']);
    expect(log().slice(2)).toEqual(['a3 released', 'a4 released']);
    // Now everything is forgotten, and the table decides what comes first.
    forget('a3', 'a4');
    send('a1');
    expect(broker.sent).toEqual(['a1', 'a1']);
  });

  it('distinguishes a broker that is down from one that refused', async () => {
    send('a1', 'a2');
    await broker.fail('a1', new BrokerUnavailable('gone'));
    expect(log()).toEqual(['a1 released', 'a2 released']);
    expect(outcomes.map(isOutage)).toEqual([true, false]);
  });

  it('takes a row that cannot be sent at all for a refused one: it would be claimed again without end', async () => {
    send('a1', 'b1');
    await broker.fail('a1', new TypeError('headers is null'));
    await broker.accept('b1');
    expect(log()).toEqual(['a1 refused', 'b1 published']);
    expect(outcomes.some(isOutage)).toBe(false);
  });

  it('knows the rows and buckets under way until they are forgotten', async () => {
    send('a1', 'b1');
    await broker.accept('a1');
    expect([pipeline.size, pipeline.ids(), [...pipeline.buckets()]]).toEqual([2, ['a1', 'b1'], [1, 2]]);
    forget('a1');
    expect([pipeline.size, pipeline.ids(), [...pipeline.buckets()]]).toEqual([1, ['b1'], [2]]);
  });

  it('is idle when the last row of every key is acknowledged', async () => {
    send('a1', 'a2', 'b1');
    let idle = false;
    const waiting = pipeline.idle().then(() => (idle = true));
    await broker.accept('a1', 'b1');
    expect(idle).toBe(false);
    await broker.accept('a2');
    await waiting;
  });
});
