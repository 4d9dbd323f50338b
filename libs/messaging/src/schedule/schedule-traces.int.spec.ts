import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../guarantees/testing/eventually.js';
import { RecordedSpans, shapeOf } from '../tracing/testing/recorded-spans.js';
import { BEGINNING, counted, CountedTimes, dueTime, ScheduledSite } from './testing/scheduled-site.js';

describe('the trace of a scheduled run', () => {
  let recorded: RecordedSpans;
  let site: ScheduledSite;

  beforeAll(async () => {
    recorded = RecordedSpans.start();
    site = await ScheduledSite.open();
    await site.since(new Date(BEGINNING));
  });
  afterEach(() => recorded.reset());
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await recorded.stop();
  });

  it('has one span for each attempt, in which what it publishes begins', async () => {
    const replica = site.start(counted(new CountedTimes(3)), {
      task: async ({ tx, attempt }) => {
        await site.outbox.publish(tx, site.contract, { key: 'a', n: 1 });
        if (attempt === 1) throw new Error('no postman');
      },
    });
    await eventually(() => Promise.resolve(replica.attempts.length === 2));
    await replica.stop();
    const spans = recorded.all();
    const runs = spans.filter(({ name }) => name === 'schedule count');
    expect(runs.map((span) => shapeOf(span, spans))).toEqual([
      { span: 'INTERNAL schedule count', parent: undefined, links: [], failed: 'no postman' },
      { span: 'INTERNAL schedule count', parent: undefined, links: [] },
    ]);
    expect(runs.map(({ attributes }) => attributes)).toMatchObject([
      { 'waybill.schedule.outcome': 'failed', 'waybill.schedule.attempt': 1, 'error.type': 'Error' },
      {
        'waybill.schedule.name': 'count',
        'waybill.schedule.due': dueTime(3).toISOString(),
        'waybill.schedule.missed': 2,
        'waybill.schedule.attempt': 2,
        'waybill.schedule.outcome': 'completed',
      },
    ]);
    const creations = spans.filter(({ name }) => name.startsWith('create '));
    expect(creations.map((span) => shapeOf(span, spans).parent)).toEqual([
      'schedule count',
      'schedule count',
    ]);
  });
});
