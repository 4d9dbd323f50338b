import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../../shoppers/random.ts';
import { StruckService } from '../testing/struck-service.ts';
import { deliveryFaults } from './broker-delivery.ts';
import { storageFaults } from './broker-storage.ts';
import { publishedFaults } from './content-published.ts';
import { lockFaults } from './database-locks.ts';
import { settingFaults } from './database-settings.ts';
import { writesFaults } from './database-writes.ts';
import { networkFaults } from './network.ts';

/** One event of each key, so many times: before, during and after the fault. */
const PART = 15;

/** The shortest of every fault. */
class Least extends Random {
  override between(least: number): number {
    return least;
  }
}

const kinds = [
  ...networkFaults,
  ...storageFaults,
  ...deliveryFaults,
  ...writesFaults,
  ...settingFaults,
  ...lockFaults,
  ...publishedFaults,
];
/** The strike goes on while nothing can be appended: these are the longest. */
const LONG = new Set(['network.one-way struck>postgres', 'network.slow struck>postgres']);
/** What was lost is sent again, and a dead letter replayed, behind later events of the key: docs/guarantees.md, 3 and 9. */
const REORDERING = new Set(['broker.stream-deleted', 'broker.data-lost', 'database.statement-timeout']);

describe('no fault loses, doubles or reorders events, and each is healed', () => {
  let service: StruckService;

  beforeAll(async () => {
    service = await StruckService.start();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  /** It is ended early, once as many events are appended. */
  async function strike(name: string, target: string): Promise<void> {
    const kind = kinds.find((each) => each.name === name)!;
    expect(kind.targets(service.lab)).toContain(target);
    const interrupt = new AbortController();
    const struck = kind.strike(service.lab, target, new Least(1), interrupt.signal);
    const appended = service.append(PART).finally(() => interrupt.abort());
    await Promise.all([struck, appended]);
  }

  /** Strikes between appends, and expects each of them to take effect once. */
  async function expectWhole(name: string, target: string): Promise<void> {
    const before = await service.settled();
    await service.append(PART);
    await strike(name, target);
    await service.append(PART);
    const after = await service.settled();
    for (const [key, numbers] of Object.entries(after)) {
      const expected = Array.from({ length: 3 * PART }, (_, n) => before[key]!.length + n);
      const struck = numbers.slice(before[key]!.length);
      if (REORDERING.has(name)) struck.sort((one, other) => one - other);
      expect(struck).toEqual(expected);
    }
  }

  const links = networkFaults
    .flatMap(({ name }) => ['struck>nats', 'struck>postgres'].map((link) => [name, link] as const))
    .filter(([name, link]) => !LONG.has(`${name} ${link}`));
  it.each(links)('%s of %s', (name, link) => expectWhole(name, link));

  const streams = ['stream-full', 'stream-deleted', 'durable-deleted', 'published-twice', 'newer-version'];
  it.each(streams)('%s', (name) => {
    const kind = kinds.find((each) => each.name.endsWith(`.${name}`))!;
    return expectWhole(kind.name, service.lab.broker.streams[0]!);
  });

  it('broker.data-lost', () => expectWhole('broker.data-lost', 'nats'));

  const others = kinds.filter((kind) => /^database|ack-lost$|too-large$/.test(kind.name));
  it.each(others.map(({ name }) => name))('%s', (name) => expectWhole(name, 'struck'));
});
