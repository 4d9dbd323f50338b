import type { Attributes } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import type { Dispatched } from '../consumer/observer.js';
import { DispatchMetrics } from './dispatch-metrics.js';
import type { Instruments } from './instruments.js';
import { MeteredPublisher } from './metered-publisher.js';

/** Instruments that keep what each was labelled with. */
function labelled() {
  const labels: Attributes[] = [];
  const instrument = {
    add: (_: number, given: Attributes) => void labels.push(given),
    record: (_: number, given: Attributes) => void labels.push(given),
  };
  return { labels, instruments: new Proxy({}, { get: () => instrument }) as Instruments };
}

const refused = Object.assign(new Error('refused'), { code: 'STREAM_FULL' });

describe('error.type on metrics', () => {
  it.each([
    ['the stable code of an error that has one', refused, 'STREAM_FULL'],
    ['the class of any other', new TypeError('no'), 'TypeError'],
  ])('is, as on spans, %s', async (_, error, expected) => {
    const { labels, instruments } = labelled();
    const failing = new MeteredPublisher({ publish: () => Promise.reject(error) }, instruments);
    await failing
      .publish({ subject: 'order.placed.v1.express.3' } as Parameters<MeteredPublisher['publish']>[0])
      .catch(() => undefined);
    const attempt = {
      consumer: 'analytics',
      outcome: 'retried',
      type: 'order.placed',
      attempt: 1,
      seconds: 1,
    };
    new DispatchMetrics(instruments, []).dispatched({ ...attempt, error } as Dispatched);
    expect(new Set(labels.map((each) => each['error.type']))).toEqual(new Set([expected]));
    expect(labels).toHaveLength(4);
  });
});
