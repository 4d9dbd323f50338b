import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { consumer } from './consumer/define-consumer.js';
import { on } from './consumer/subscription.js';
import { defineEvent, type EventContract } from './contract/index.js';
import { ConfigurationRefused, WiringRefused } from './errors.js';
import { requireSoundWiring, type Wiring } from './wiring.js';

const schema = z.object({ door: z.string() });
const declare = (type: string, owner = 'door', previous?: EventContract) =>
  defineEvent({
    type,
    version: previous ? previous.version + 1 : 1,
    owner,
    key: ({ door }) => door,
    schema,
    ...(previous && { previous, upcast: (data: z.input<typeof schema>) => data }),
  });

class Answer {
  async handle(): Promise<void> {}
}
const OtherResponse = (() => {
  class Answer {
    async handle(): Promise<void> {}
  }
  return Answer;
})();

function faultsOf(wiring: Partial<Wiring>): readonly string[] {
  try {
    requireSoundWiring({ service: 'door', publishes: [], subscriptions: [], ...wiring });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(WiringRefused);
    expect(error).toBeInstanceOf(ConfigurationRefused);
    return (error as WiringRefused).reasons;
  }
}

const Rung = declare('door.rung');
const taking = (...routes: Parameters<typeof consumer>[2]) =>
  consumer('answers', { startFrom: 'now' }, routes);

describe('what a service declares', () => {
  it('may publish and listen to the same event, with one handler for several', () => {
    const Opened = declare('door.opened');
    expect(
      faultsOf({ publishes: [Rung, Opened], subscriptions: [taking(on(Rung, Answer), on(Opened, Answer))] }),
    ).toEqual([]);
  });

  it('may publish a version and the one before it', () => {
    expect(faultsOf({ publishes: [Rung, declare('door.rung', 'door', Rung)] })).toEqual([]);
  });

  it('must not publish what another service owns', () => {
    expect(faultsOf({ publishes: [declare('order.placed', 'order')] })).toEqual([
      expect.stringMatching(/^publishes: order\.placed\.v1 is order's to publish: take it out/),
    ]);
  });

  it('must not have two contracts of one type and version, in publishes, subscriptions or earlier versions', () => {
    const again = declare('door.rung');
    expect(faultsOf({ publishes: [Rung], subscriptions: [taking(on(again, Answer))] })).toEqual([
      'door.rung.v1 is defined twice, one in publishes and another in consumer answers: ' +
        'keep one defineEvent and import it everywhere, or give the other a version of its own',
    ]);
    expect(faultsOf({ publishes: [Rung, declare('door.rung', 'door', again)] })).toHaveLength(1);
  });

  it('must not have two handlers of one name, as one of them would never be called', () => {
    const subscriptions = [taking(on(Rung, Answer), on(declare('door.opened'), OtherResponse))];
    expect(faultsOf({ subscriptions })).toEqual([
      expect.stringMatching(/two handler classes are called Answer/),
    ]);
  });

  it('must not have two schedules of one name, as each due time would run only one of them', () => {
    const schedules = [{ name: 'expire' }, { name: 'remind' }, { name: 'expire' }];
    expect(faultsOf({ schedules })).toEqual([expect.stringMatching(/^schedules: two are called expire/)]);
  });

  it('is refused with all faults together', () => {
    const publishes = [declare('order.placed', 'order'), Rung, declare('door.rung')];
    expect(faultsOf({ publishes })).toHaveLength(2);
  });
});
