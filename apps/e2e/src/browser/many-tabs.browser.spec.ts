import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/platform.js';
import { Shop } from '../support/shop.js';
import { visitedPlatform } from '../support/visited-platform.js';

/** A browser makes six connections to a host over HTTP/1.1: two more than that. */
const TABS = 8;

const site = visitedPlatform();

const ordersToday = async (page: Page) => {
  const strip = page.getByRole('region', { name: 'Running figures' });
  const note = await strip.getByText(/orders? since midnight/).innerText();
  return Number(/^\d+/.exec(note)?.[0]);
};

describe('eight tabs of one browser', () => {
  it('all load and all follow what happens, also once the first of them is closed', async () => {
    const shop = new Shop(site.platform);
    await shop.stock('followed', null);
    await site.visitors.visit(async (first) => {
      const tabs = [first];
      while (tabs.length < TABS) tabs.push(await first.context().newPage());
      for (const tab of tabs) {
        await tab.goto('/analytics');
        await tab.getByText('live', { exact: true }).waitFor();
      }
      const allCount = (orders: number, among: readonly Page[]) =>
        eventually(
          async () => (await Promise.all(among.map(ordersToday))).every((seen) => seen === orders),
          `every tab counts ${orders}`,
        );
      const before = await ordersToday(first);
      await shop.place('many-tabs', 'followed');
      await allCount(before + 1, tabs);

      // The trace list of one, the figures of the others.
      const [closed, traces, ...others] = tabs;
      await closed!.close();
      await traces!.goto('/traces');
      await traces!.getByRole('heading', { level: 1 }).waitFor();
      const rows = traces!.getByText('POST /orders');
      await eventually(async () => (await rows.count()) > 0, 'the first order is listed');
      const listed = await rows.count();
      await shop.place('many-tabs', 'followed');
      await allCount(before + 2, others);
      await eventually(async () => (await rows.count()) > listed, 'the list follows');
      for (const tab of others) expect(await tab.getByText('analytics is down').count()).toBe(0);
    });
  }, 240_000);
});
