import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultsResponse } from '@waybill/console-api';
import { ConsoleApi } from './support/console-api.js';
import { fault } from './support/console-faults.js';
import { Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

let platform: Platform;
let shop: Shop;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
  api = await ConsoleApi.of(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

describe('fault switches', () => {
  afterEach(() => fault(api, { heal: true }));

  it('are listed with what they do, change what the service does, and heal together', async () => {
    const { switches, processes } = await api.get<FaultsResponse>('/api/faults');
    expect(switches.filter(({ reachable, value }) => !reachable || value !== 0)).toEqual([]);
    expect(processes).toContainEqual(
      expect.objectContaining({ name: 'nats', state: 'running', stoppable: true }),
    );
    expect(processes).toContainEqual(expect.objectContaining({ name: 'postgres', stoppable: false }));

    await fault(api, { switches: [{ id: 'payment/payment-declines', value: 1 }] });
    await shop.stock('declined', null);
    const { orderId } = await shop.place('declined', 'declined');
    expect(await shop.settled(orderId)).toMatchObject({ status: 'rejected' });

    await fault(api, { heal: true });
    const healed = await api.get<FaultsResponse>('/api/faults');
    expect(healed.switches.filter(({ value }) => value !== 0)).toEqual([]);
    expect(await shop.settled((await shop.place('declined', 'declined')).orderId)).toMatchObject({
      status: 'confirmed',
    });
  }, 60_000);

  it('name what cannot be', async () => {
    const response = await api.send('PUT', '/api/faults', {
      switches: [{ id: 'order/no-such-fault', value: 1 }],
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/switches/0/id' }] });
  });
});
