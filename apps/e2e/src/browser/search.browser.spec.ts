import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { MessagesResponse } from '@waybill/console-api';
import type { Page } from 'playwright-core';
import { ConsoleApi } from '../support/console-api.js';
import { eventually, Platform } from '../support/platform.js';
import { Shop } from '../support/shop.js';
import { Visitors } from '../support/visitors.js';

let platform: Platform;
let visitors: Visitors;
let orderId: string;
let eventId: string;
let traceId: string;

beforeAll(async () => {
  platform = await Platform.start();
  visitors = await Visitors.to(platform);
  const [api, shop] = [await ConsoleApi.of(platform), new Shop(platform)];
  await shop.stock('searched', null);
  ({ orderId } = await shop.place('searched', 'searched'));
  await eventually(async () => {
    const { items, complete } = await api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
    if (!complete || items[0]?.traceId === undefined) return false;
    ({ eventId, traceId } = items[0] as { eventId: string; traceId: string });
    return true;
  }, 'the order is known to the console');
}, 240_000);

afterAll(async () => {
  await visitors?.leave();
  await platform?.stop();
}, 60_000);

/** Searches without the mouse, and opens the first hit of that kind. */
async function search(page: Page, text: string, kind: string): Promise<void> {
  await page.keyboard.press('/');
  await page.getByRole('dialog').getByRole('combobox').fill(text);
  const hits = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
  const wanted = hits.filter({ hasText: new RegExp(`^${kind}`) }).first();
  await wanted.waitFor();
  while ((await wanted.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

describe('the search, from any page, by keyboard alone', () => {
  it('leads from an order to its messages', async () => {
    await visitors.visit(async (page) => {
      await page.goto('/analytics');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await search(page, orderId, 'order');
      await page.waitForURL(`**/messages/${orderId}`);
      await page.getByText('order.confirmed').first().waitFor();
    });
  }, 60_000);

  it('leads from an event to its trace', async () => {
    await visitors.visit(async (page) => {
      await page.goto('/shop');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await search(page, eventId, 'event');
      await page.waitForURL((url) => url.pathname === `/traces/${traceId}`);
      await page.getByText('POST /orders').first().waitFor();
    });
  }, 60_000);

  it('leads from the beginning of a trace id to the trace', async () => {
    await visitors.visit(async (page) => {
      await page.goto('/analytics');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await search(page, traceId.slice(0, 8), 'trace');
      await page.waitForURL(`**/traces/${traceId}`);
    });
  }, 60_000);

  it('says what it can find where it finds nothing', async () => {
    await visitors.visit(async (page) => {
      await page.goto('/shop');
      await page.getByRole('button', { name: /^Search/ }).click();
      await page.getByRole('dialog').getByRole('combobox').fill('no-such-thing');
      await page.getByText(/No order, event or trace has this id/).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    });
  }, 60_000);
});
