import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { planConsumers } from '../consumer/plan.js';
import { on } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import { checkPayload } from './check-payload.js';

class Handle {
  async handle(): Promise<void> {}
}

const V1 = defineEvent({
  ...{ type: 'order.placed', version: 1, owner: 'order' },
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string(), total: z.number() }),
});
const V2 = defineEvent({
  ...{ type: 'order.placed', version: 2, owner: 'order', previous: V1 },
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string(), total: z.object({ cents: z.int().min(0) }) }),
  upcast: ({ orderId, total }: { orderId: string; total: number }) => ({
    orderId,
    total: { cents: Math.round(total * 100) },
  }),
  example: { orderId: 'o-1', total: { cents: 1 } },
});
const plans = planConsumers(
  [consumer('mail', { startFrom: 'beginning', formerly: ['post'] }, [on(V2, Handle)])],
  30_000,
);

const check = (payload: unknown, options: { version?: number; consumer?: string; type?: string } = {}) =>
  checkPayload(plans, {
    consumer: options.consumer ?? 'mail',
    subject: `${options.type ?? 'order.placed'}.v${options.version ?? 2}.standard.3`,
    headers: { 'ce-id': 'e-1', 'ce-partitionkey': 'o-1' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

describe('the payload that replaces a dead letter’s', () => {
  it('is accepted if the handler would get it, also under a former name of the consumer', () => {
    expect(check({ orderId: 'o-1', total: { cents: 5 } })).toEqual([]);
    expect(check({ orderId: 'o-1', total: { cents: 5 } }, { consumer: 'post' })).toEqual([]);
  });

  it('is refused where it does not fit, each place named', () => {
    expect(check({ orderId: 1, total: { cents: -5 } })).toEqual([
      { pointer: '/orderId', message: expect.stringContaining('string') },
      { pointer: '/total/cents', message: expect.stringContaining('0') },
    ]);
    expect(check('{')).toEqual([{ pointer: '', message: expect.stringContaining('not JSON') }]);
  });

  it('stays in the version in which it was published, and has to be readable in the subscribed one', () => {
    expect(check({ orderId: 'o-1', total: 5 }, { version: 1 })).toEqual([]);
    expect(check({ orderId: 'o-1', total: { cents: 5 } }, { version: 1 })).toMatchObject([
      { pointer: '/total' },
    ]);
    expect(check({ orderId: 'o-1', total: -5 }, { version: 1 })).toMatchObject([{ pointer: '/total/cents' }]);
    expect(check({}, { version: 3 })).toMatchObject([{ message: expect.stringContaining('version 3') }]);
  });

  it('keeps its key', () => {
    expect(check({ orderId: 'o-2', total: { cents: 5 } })).toEqual([
      { pointer: '/orderId', message: expect.stringContaining('"o-1"') },
    ]);
  });

  it('has a handler', () => {
    for (const gone of [{ consumer: 'sales' }, { type: 'order.cancelled' }]) {
      expect(check({}, gone)).toMatchObject([{ message: expect.stringContaining('any more') }]);
    }
  });
});
