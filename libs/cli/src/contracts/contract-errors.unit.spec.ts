import { describe, expect, it } from '@jest/globals';
import { defineEvent, type EventContract } from '@waybill/messaging/contract';
import { z } from 'zod';
import { contractErrors, refusalsOf, type Published } from './contract-errors.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

const schema = z.object({ orderId: z.string(), customerId: z.string(), code: z.string().optional() });
const definition = {
  type: 'order.placed',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data: z.output<typeof schema>) => data.orderId,
  schema,
  example: { orderId: 'o-1', customerId: 'c-1', code: 'SUMMER' },
};
const contract = defineEvent(definition) as EventContract;
const snapshot = snapshotOf(contract)!;

function errors(
  declared: EventContract[],
  more: Partial<Published> & { snapshot?: Snapshot } = {},
): string[] {
  return contractErrors({
    contracts: declared,
    snapshots: new Map([['order.placed.v1', more.snapshot ?? snapshot]]),
    removed: [],
    consumersOf: () => [
      { consumer: 'analytics-orders', handler: 'CountOrders' },
      { consumer: 'shipping-parcels', handler: 'PackOrder' },
    ],
    ...more,
  });
}
const changed = (change: object) => defineEvent({ ...definition, ...change }) as EventContract;

describe('a published version', () => {
  it('is fine as it was published', () => {
    expect(errors([contract])).toEqual([]);
  });

  it('refuses an added required field, and says what it breaks and what to do', () => {
    const withPhone = changed({
      schema: schema.extend({ phone: z.string() }),
      example: { ...definition.example, phone: '1' },
    });
    expect(errors([withPhone])).toEqual([
      'order.placed.v1 /phone is new and required: analytics-orders (CountOrders), shipping-parcels (PackOrder) could not read the ' +
        'messages that are in outbox, stream and dead letters. Undo it, and make version 2 instead: docs/event-versions.md',
    ]);
    expect(errors([withPhone], { consumersOf: () => [] })[0]).toContain(
      'no consumer in this workspace handles it',
    );
  });

  it.each<[string, object, RegExp]>([
    ['another owner', { owner: 'shop' }, /the owner was order and is shop/],
    ['another day', { since: '2026-11-23' }, /the day of its first publication was 2026-11-22/],
    ['another key', { key: () => 'all' }, /the key of its published example was "o-1" and is "all"/],
    [
      'a key of more fields',
      {
        key: ({ orderId, customerId }: typeof definition.example) =>
          customerId === 'c-1' ? orderId : customerId,
      },
      /the key was made of \/orderId and is made of \/orderId, \/customerId/,
    ],
    [
      'a refinement that only code can check',
      {
        schema: schema.refine(({ orderId }) => orderId !== 'o-1'),
        example: { orderId: 'o-2', customerId: 'c-1' },
      },
      /refuses what its published example holds/,
    ],
  ])('refuses %s', (_what, change, fault) => {
    expect(errors([changed(change)])).toEqual([expect.stringMatching(fault)]);
  });

  it('takes an optional field more, once its snapshot is written again', () => {
    const withNote = changed({ schema: schema.extend({ note: z.string().optional() }) });
    expect(errors([withNote])).toEqual([
      expect.stringContaining('by a compatible change: `npm run contracts`'),
    ]);
    expect(
      refusalsOf(withNote, { contracts: [], snapshots: new Map(), removed: [], consumersOf: () => [] }),
    ).toEqual([]);
    expect(errors([withNote], { snapshot: snapshotOf(withNote) })).toEqual([]);
  });

  it('keeps its contract while there may be messages of it', () => {
    expect(errors([])).toEqual([expect.stringContaining('order.placed.v1 is no longer declared')]);
  });

  it('keeps its number once it is retired', () => {
    const retired = { ...snapshot, retired: '2027-03-01' };
    expect(errors([], { snapshot: retired })).toEqual([]);
    expect(errors([contract], { snapshot: retired })).toEqual([
      expect.stringContaining('its number stays taken'),
    ]);
  });

  it('keeps its snapshot', () => {
    expect(errors([contract], { removed: ['libs/contracts/snapshots/order.gone.v1.json'] })).toEqual([
      expect.stringContaining('order.gone.v1.json was deleted'),
    ]);
  });
});

describe('a version that was never published', () => {
  it('wants an example, a day and a snapshot', () => {
    const second = changed({ version: 2 });
    expect(errors([contract, second])).toEqual([expect.stringContaining('order.placed.v2 has no snapshot')]);
    for (const lacking of ['example', 'since']) {
      expect(errors([contract, changed({ version: 2, [lacking]: undefined })])).toEqual([
        'order.placed.v2 needs an `example` and a day `since` in its defineEvent',
      ]);
    }
  });
});
