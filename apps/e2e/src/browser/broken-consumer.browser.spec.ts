import { beforeEach, describe, expect, it } from '@jest/globals';
import { fault } from '../support/console-faults.js';
import { orderByClicking } from '../support/order-by-clicking.js';
import { ALL_DONE } from '../support/shop-services.js';
import { visitedPlatform } from '../support/visited-platform.js';

const site = visitedPlatform();

beforeEach(() => fault(site.api, { heal: true }), 60_000);

const CONSUMER = 'analytics-sales';

describe('a consumer broken from the page', () => {
  it('retries, dead-letters visibly, and handles the message once it is healed and the letter is replayed', async () => {
    await site.visitors.visit(async (page) => {
      const goTo = (title: string) =>
        page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }).click();

      await page.goto('/faults');
      await page.getByRole('slider', { name: 'Failing handler of analytics' }).press('End');
      await page.getByText('analytics: failing handler (100 %)').waitFor();

      const traceId = await orderByClicking(page);
      await page.getByText(/\d+ of \d+ done, analytics retrying/).waitFor();
      await page.getByText('given up by analytics').waitFor();
      const attempts = page.getByRole('row').filter({ hasText: 'handle CountSales' });
      await attempts.filter({ hasText: '5 attempts: failed, retried;' }).waitFor();
      await page.getByRole('row').filter({ hasText: 'dead-letter order.confirmed' }).waitFor();

      await goTo('Faults');
      await page.getByRole('button', { name: 'Heal everything' }).first().click();
      await page.getByText('No faults are active.').waitFor();

      await goTo('Dead letters');
      const group = page.getByRole('listitem').filter({ hasText: `${CONSUMER} gave up on order.confirmed` });
      await group.getByRole('button', { name: 'Replay' }).click();
      await group.getByText(/^Done: 1 replayed/).waitFor();
      await group.getByRole('link', { name: 'Follow the replay' }).click();

      // The replay's trace: it links to its cause, and it is complete.
      await page.waitForURL((url) => url.pathname.startsWith('/traces/') && !url.pathname.includes(traceId));
      await page.getByText(/^complete: /).waitFor();
      await page.getByRole('row').filter({ hasText: 'replay order.confirmed' }).waitFor();
      const links = page.getByRole('list', { name: 'Linked traces' });
      await links.getByRole('link', { name: /caused by/ }).click();

      // And back: the order's trace links to the replay, and is complete now.
      await page.waitForURL((url) => url.pathname === `/traces/${traceId}`);
      await links.getByRole('link', { name: /replayed as/ }).waitFor();
      await page.getByText(ALL_DONE).waitFor();

      await goTo('Dead letters');
      // What the same shopper did before was dead-lettered too, and is still open.
      const letters = page.getByRole('table', { name: 'Dead letters' }).getByRole('row');
      await letters.filter({ hasText: 'behavior.cart-updated' }).first().waitFor();
      expect(await letters.filter({ hasText: 'order.confirmed' }).count()).toBe(0);
    });
  }, 180_000);
});
