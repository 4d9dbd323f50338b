import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLettersResponse } from '@waybill/console-api';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { fault } from '../support/console-faults.js';
import { eventually } from '../support/platform.js';
import { publishUnreadable } from '../support/publish-unreadable.js';
import { Shop } from '../support/shop.js';
import { CONSUMERS_OF_CONFIRMED, ALL_DONE, ofShop } from '../support/shop-services.js';
import { visitedPlatform } from '../support/visited-platform.js';

const site = visitedPlatform();

beforeEach(() => fault(site.api, { heal: true }), 60_000);

describe('a parked outbox row', () => {
  it('is published once it is retried on the page, and its order is processed to the end', async () => {
    const product = `retried-${randomUUID()}`;
    const orderId = await placeAndPark(product);
    await site.visitors.visit(async (page) => {
      await page.goto('/streams');
      const outbox = page.getByRole('region', { name: 'Outbox of order' });
      const row = outbox.getByRole('row').filter({ hasText: 'parked by the test' });
      await row.getByText('parked', { exact: true }).waitFor();
      await row.getByRole('button', { name: /^Retry row/ }).click();
      await outbox.getByText('empty', { exact: true }).waitFor();

      await page.goto(`/messages/${orderId}`);
      await page.getByText(ALL_DONE).waitFor();
    });
  }, 120_000);
});

/** An order whose row is parked as the relay parks it after the last refusal: nothing but a retry moves it again. */
async function placeAndPark(product: string): Promise<string> {
  const shop = new Shop(site.platform);
  await shop.stock(product, null);
  await fault(site.api, { switches: [{ id: 'order/relay-paused', value: 1 }] });
  const { orderId } = await shop.place('retried', product);
  const client = new pg.Client((await site.platform.state()).postgres.order);
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `UPDATE outbox SET dead_at = now(), attempts = 8, last_error = 'parked by the test'
       WHERE key = $1 AND published_at IS NULL`,
      [orderId],
    );
    expect(rowCount).toBe(1);
  } finally {
    await client.end();
  }
  await fault(site.api, { heal: true });
  return orderId;
}

describe('a group of dead letters', () => {
  it('is discarded as a whole, with the reason kept for each', async () => {
    const sent = [await publishUnreadable(site.platform), await publishUnreadable(site.platform)];
    const lettersOf = async (state: 'open' | 'all') =>
      (await site.api.get<DeadLettersResponse>(`/api/dead-letters?state=${state}`)).items.filter(
        (letter) => sent.includes(letter.eventId) && ofShop(letter),
      );
    await eventually(
      async () => (await lettersOf('open')).length === 2 * CONSUMERS_OF_CONFIRMED.length,
      'both are dead-lettered for each consumer',
    );
    const reason = `not wanted any more ${randomUUID()}`;

    await site.visitors.visit(async (page) => {
      await page.goto('/dead-letters');
      const groups = page.getByRole('listitem').filter({ hasText: 'gave up on order.confirmed' });
      const group = groups.filter({ hasText: 'analytics-sales' });
      await group.getByRole('button', { name: /^Discard \d+ …$/ }).click();
      const dialog = page.getByRole('dialog', { name: /^Discard \d+ dead letters\?$/ });
      await dialog.getByLabel('Reason').fill(reason);
      await page.keyboard.press('Enter');
      await group.getByText(/^Done: \d+ discarded\.$/).waitFor();

      await group.getByRole('list').getByRole('link').first().click();
      await page.getByText(reason).waitFor();
    });
    const discarded = (await lettersOf('all')).filter(({ state }) => state === 'discarded');
    expect(discarded.map(({ consumer }) => consumer)).toEqual(['analytics-sales', 'analytics-sales']);
    expect(await lettersOf('open')).toHaveLength(2 * (CONSUMERS_OF_CONFIRMED.length - 1));
  }, 120_000);
});
