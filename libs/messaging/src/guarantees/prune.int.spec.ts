import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { surveyPlatform } from '../operator/platform-survey.js';
import { prune } from '../operator/prune.js';
import { planPrune } from '../operator/prune-plan.js';
import type { ServiceLink } from '../operator/service-link.js';
import { ChangingShop, NO_FAULTS } from './testing/changing-shop.js';
import { eventually } from './testing/eventually.js';
import type { Replica } from './testing/site.js';

describe('pruning', () => {
  let shop: ChangingShop;
  let running: Replica[];

  beforeEach(async () => {
    shop = await ChangingShop.open();
    running = [];
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  const both = () => [shop.Confirmed, shop.Cancelled];
  const stream = () => shop.Confirmed.stream;
  const link: Pick<ServiceLink, 'describe' | 'ask'> = {
    describe: (service) =>
      Promise.all(
        running
          .filter(({ messaging }) => messaging.presence.service === service)
          .map(({ messaging }) => messaging.inspection.reply('describe', {})),
      ),
    ask: (_service, request, payload) => running[0]!.messaging.inspection.reply(request, payload),
  };
  const ofSite = async () => {
    const { broker, service } = shop.site;
    // Other test files' streams are on this server too.
    const { reader } = broker;
    const own = {
      streamNames: async () => [stream(), 'DEAD'],
      streamStatus: reader.streamStatus.bind(reader),
      durables: reader.durables.bind(reader),
    };
    const survey = await surveyPlatform(own, link, [service]);
    const isOurs = (each: { service: string }) => each.service === service;
    return { ...survey, durables: survey.durables.filter(isOurs) };
  };
  const names = async () => (await shop.site.broker.reader.durables(stream())).map(({ name }) => name);

  it('removes durables of an earlier way to share, and leaves those of a replica that still has it', async () => {
    const { broker, service } = shop.site;
    running.push(await shop.replica(shop.taking(both(), { ordering: 'none' })));
    await shop.append(both(), 24);
    await shop.faults();
    running.push(await shop.replica(shop.taking(both())));
    expect((await planPrune(broker.reader, link, await ofSite(), { streams: false })).durables).toEqual([]);
    await running.shift()!.stop();
    const survey = await ofSite();
    const plan = await planPrune(broker.reader, link, survey, { streams: false });
    expect(plan.durables).toEqual(
      ['express', 'standard'].map((lane) => ({
        ...{ service, consumer: service, stream: stream(), name: `${service}_${lane}` },
        why: 'the consumer has other durables now',
      })),
    );
    await prune(broker, link, survey, plan);
    expect(await names()).toHaveLength(16);
    await shop.append(both(), 24);
    // The first replica kept no order.
    const { lost, doubled } = await shop.faults();
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  });

  it('stops a consumer from pulling what it takes no longer after a rollback, and rewind brings it back', async () => {
    const { broker, service } = shop.site;
    const newer = await shop.replica(shop.taking(both()));
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await newer.stop();
    const older = await shop.replica(shop.taking([shop.Confirmed]));
    running.push(older);
    await shop.append(both(), 24);
    await eventually(() => older.messaging.waitingEvents.length > 0);
    const survey = await ofSite();
    const plan = await planPrune(broker.reader, link, survey, { streams: false });
    expect(plan.types).toEqual([
      { service, consumer: service, stream: stream(), type: shop.Cancelled.type, unhandled: 12 },
    ]);
    await prune(broker, link, survey, plan);
    // Without it, nothing holds up the events of the other type.
    await eventually(async () => (await shop.site.effectCount()) === 36, { timeoutMs: 20_000 });
    await eventually(async () => (await names()).length === 16, { timeoutMs: 20_000 });
    expect((await planPrune(broker.reader, link, await ofSite(), { streams: false })).types).toEqual([]);
    await older.stop();
    const again = await shop.replica(shop.taking(both()));
    await again.messaging.inspection.reply('consumers.rewind', {
      ...{ consumer: service, to: 'beginning', repeat: false },
    });
    const { lost, doubled } = await shop.faults();
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  });

  it('removes what a renamed consumer left, rows and all, and what belongs to a service that is gone', async () => {
    const { broker, service } = shop.site;
    const former = await shop.replica(shop.taking(both()));
    await shop.append(both(), 24);
    await shop.faults();
    await former.stop();
    expect(
      (await planPrune(broker.reader, link, await ofSite(), { streams: false })).durables[0],
    ).toMatchObject({
      why: 'no process of the service replies',
    });
    running.push(await shop.replica(shop.taking(both(), { as: `${service}-renamed` })));
    const survey = await ofSite();
    const plan = await planPrune(broker.reader, link, survey, { streams: false });
    expect(plan.durables).toHaveLength(17);
    expect(plan.rows).toMatchObject([{ service, consumer: service }]);
    const removed: string[] = [];
    await prune(broker, link, survey, plan, (what) => removed.push(what));
    expect(removed).toHaveLength(18);
    expect(await names()).toHaveLength(16);
    const { rows } = await shop.site.pool.query(
      `SELECT count(*)::int AS left FROM inbox WHERE consumer = $1`,
      [service],
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});
