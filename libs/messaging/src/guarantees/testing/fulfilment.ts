import { z } from 'zod';
import { defineEvent, type EventContract } from '../../contract/index.js';
import { defineProcess } from '../../process/define-process.js';

const order = z.object({ orderId: z.string(), n: z.number().int() });
export type OrderFacts = z.infer<typeof order>;

export const fulfilmentState = z.object({
  paid: z.boolean(),
  /** What was handled, in that order. */
  steps: z.array(z.string()),
});
export type FulfilmentState = z.infer<typeof fulfilmentState>;

/** Events of a domain of the test's own, all of them published by the service itself. */
export function eventsOfFulfilment(domain: string, owner: string) {
  const event = (name: string): EventContract<OrderFacts> =>
    defineEvent({
      type: `${domain}.${name}`,
      version: 1,
      owner,
      key: ({ orderId }) => orderId,
      schema: order,
    });
  return { placed: event('placed'), paid: event('paid'), undecided: event('undecided') };
}

export const fulfilment = defineProcess('fulfilment', { state: fulfilmentState, whenMissing: 'discard' });
