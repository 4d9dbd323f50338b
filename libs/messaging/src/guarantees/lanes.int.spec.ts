import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Lane } from '../contract/index.js';
import { eventsOf, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Gate } from './testing/gate.js';
import { Site, type Replica } from './testing/site.js';

const keys = (prefix: string) => Array.from({ length: 40 }, (_, index) => `${prefix}-${index}`);

describe('express messages overtake a standing backlog of standard ones', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const append = ({ messaging }: Replica, lane: Lane, count: number, from = 0) =>
    messaging.transactions.run((tx) =>
      messaging.outbox.publishAll(tx, site.contract, eventsOf(keys(lane), count, from), { lane }),
    );

  it('and the standard lane does not starve', async () => {
    const gate = new Gate();
    const replica = await site.start({
      concurrency: 2,
      handle: async (events, { tx }) => {
        await gate.pass();
        // As long as a handler that does something takes, so that the next ones are there when it ends.
        await tx.query('SELECT pg_sleep(0.004)');
        await recordEffect(tx, events);
      },
    });
    await append(replica, 'standard', 400);
    await eventually(() => gate.held === 2);
    // The backlog stands: both slots hold a standard message, and hundreds wait.
    await append(replica, 'express', 120);
    await site.untilPublished();
    gate.open();
    const effects = await site.untilEffects(520, 40_000);
    const lanes = effects.map(({ key }) => key.split('-')[0]);
    const lastExpress = lanes.lastIndexOf('express');
    const standardBefore = lanes.slice(0, lastExpress).filter((lane) => lane === 'standard').length;
    // Side by side without lanes it would be three in four; four to one means about 30, and never none.
    expect(standardBefore).toBeLessThan(90);
    expect(standardBefore).toBeGreaterThan(10);
  });
});
