import { describe, expect, it } from '@jest/globals';
import { consumer, defineEvent, on, type EventContract } from '@waybill/messaging';
import { asyncApiOf, describeMessaging, planConsumers } from '@waybill/messaging/operations';
import { z } from 'zod';
import { validateAsyncApi } from './validate.js';

const Category = z.object({
  name: z.string(),
  get below() {
    return z.array(Category);
  },
});
const first = defineEvent({
  type: 'shop.sorted',
  version: 1,
  owner: 'shop',
  since: '2026-11-22',
  key: ({ id }) => id,
  schema: z.object({ id: z.string(), at: z.tuple([z.int(), z.int()]), tree: Category }),
  example: { id: 's-1', at: [1, 2], tree: { name: 'all', below: [{ name: 'some', below: [] }] } },
});
const second = defineEvent({
  type: 'shop.sorted',
  version: 2,
  owner: 'shop',
  key: ({ id }) => id,
  schema: z.object({ id: z.string() }),
  previous: first,
  upcast: ({ id }: { id: string }) => ({ id }),
});

class ShowShelves {
  async handle(): Promise<void> {}
}

const document = asyncApiOf([
  { service: 'shop', ...describeMessaging([second as EventContract], []) },
  {
    service: 'shelf',
    ...describeMessaging(
      [],
      planConsumers(
        [consumer('shelf-view', { startFrom: 'now', partitions: 1 }, [on(second, ShowShelves)])],
        1_000,
      ),
    ),
  },
]);

describe('the AsyncAPI document', () => {
  it('is valid, with tuples and with schemas that contain themselves', async () => {
    expect(await validateAsyncApi(JSON.stringify(document))).toEqual([]);
  });

  it('has a channel for each version, those before too, and says what is sent and who receives it as what', () => {
    expect(document).toMatchObject({
      channels: {
        'shop.sorted.v1': {
          address: 'shop.sorted.v1.{lane}.{partition}',
          'x-jetstream': { stream: 'SHOP' },
          'x-waybill': { owner: 'shop', key: ['/id'], since: '2026-11-22' },
        },
        'shop.sorted.v2': { address: 'shop.sorted.v2.{lane}.{partition}' },
      },
      operations: {
        'shop.send.shop.sorted.v2': { action: 'send', 'x-waybill': { service: 'shop' } },
        'shelf-view.receive.shop.sorted.v1': {
          action: 'receive',
          'x-jetstream': {
            stream: 'SHOP',
            durables: ['shelf-view_express_0of1', 'shelf-view_standard_0of1'],
          },
          'x-waybill': {
            service: 'shelf',
            consumer: 'shelf-view',
            handler: 'ShowShelves',
            mode: 'key',
            readAs: 2,
          },
        },
        'shelf-view.receive.shop.sorted.v2': { 'x-waybill': { readAs: 2 } },
      },
      components: { messages: { 'shop.sorted.v1': { examples: [{ payload: { id: 's-1' } }] } } },
    });
    expect(document.operations).not.toHaveProperty(['shop.send.shop.sorted.v1']);
  });

  it('is found to be wrong where it is', async () => {
    const { info: _, ...without } = document;
    expect(await validateAsyncApi(JSON.stringify(without))).not.toEqual([]);
  });
});
