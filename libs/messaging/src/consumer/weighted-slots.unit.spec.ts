import { describe, expect, it } from '@jest/globals';
import type { Lane } from '../contract/index.js';
import { WeightedSlots } from './weighted-slots.js';

/** Works that end when told, and the order in which they began. */
class Works {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  most = 0;

  constructor(private readonly slots: WeightedSlots) {}

  add(lane: Lane, name: string, fails = false): Promise<unknown> {
    return this.slots
      .run(lane, async () => {
        this.begun.push(name);
        await new Promise<void>((resolve) => this.#ends.set(name, resolve));
        if (fails) throw new Error(name);
      })
      .catch((error: unknown) => error);
  }

  /** Ends what runs, one after the other, until nothing begins any more. */
  async endAll(): Promise<void> {
    for (let i = 0; i < this.begun.length; i++) {
      this.most = Math.max(this.most, this.#ends.size);
      this.#ends.get(this.begun[i]!)!();
      this.#ends.delete(this.begun[i]!);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('weighted slots', () => {
  it('run no more at once than there are slots', async () => {
    const works = new Works(new WeightedSlots(3));
    for (let i = 0; i < 10; i++) void works.add('standard', `s${i}`);
    expect(works.begun).toEqual(['s0', 's1', 's2']);
    await works.endAll();
    expect(works.begun).toHaveLength(10);
    expect(works.most).toBe(3);
  });

  it('let four express works go before a standard one that waits, which never starves', async () => {
    const works = new Works(new WeightedSlots(1));
    void works.add('standard', 'running');
    for (let i = 1; i <= 3; i++) void works.add('standard', `s${i}`);
    for (let i = 1; i <= 10; i++) void works.add('express', `e${i}`);
    await works.endAll();
    expect(works.begun.join(' ')).toBe('running e1 e2 e3 e4 s1 e5 e6 e7 e8 s2 e9 e10 s3');
  });

  it('give the slot on when a work fails', async () => {
    const works = new Works(new WeightedSlots(1));
    const failing = works.add('express', 'fails', true);
    void works.add('express', 'next');
    await works.endAll();
    expect(await failing).toEqual(new Error('fails'));
    expect(works.begun).toEqual(['fails', 'next']);
  });

  it.each([0, -1, 1.5, NaN])('cannot be %p', (capacity) => {
    expect(() => new WeightedSlots(capacity)).toThrow(RangeError);
  });
});
