import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fault } from '../support/console-faults.js';
import { orderByClicking } from '../support/order-by-clicking.js';
import { eventually } from '../support/platform.js';
import { ALL_DONE } from '../support/shop-services.js';
import { visitedPlatform } from '../support/visited-platform.js';

const site = visitedPlatform();

beforeEach(() => fault(site.api, { heal: true, resetCounters: true }), 60_000);

/** What the page says about one kind of publishing: the figure below each name. */
async function counted(page: Page, kind: 'Outbox' | 'Naive publish'): Promise<Record<string, number>> {
  const region = page.getByRole('region', { name: kind, exact: true });
  const names = await region.getByRole('term').allInnerTexts();
  const values = await region.getByRole('definition').allInnerTexts();
  return Object.fromEntries(names.map((name, index) => [name, Number(values[index])]));
}

describe('with the broker stopped from the page', () => {
  it('orders are still taken, and all arrive once it is started: nothing lost, nothing doubled', async () => {
    await site.visitors.visit(
      async (page) => {
        await page.goto('/faults');
        const processes = page.getByRole('region', { name: 'Processes' });
        await page.getByRole('switch', { name: /naive publish/i }).click();
        await page.getByRole('switch', { name: /naive publish/i, checked: true }).waitFor();
        await page.getByText(/Active faults/).waitFor();
        await processes.getByRole('button', { name: 'Stop nats' }).click();
        await processes.getByRole('button', { name: 'Start nats' }).waitFor();

        await page.getByLabel('How many orders').fill('5');
        await page.getByRole('button', { name: 'Place 5 orders', exact: true }).click();
        await page.getByText('5 orders accepted.').waitFor();

        // One more, as a customer would: accepted, and shown as in progress.
        const traceId = await orderByClicking(page);
        await page.getByText('POST /orders').first().waitFor();

        await page.goto('/faults');
        await processes.getByRole('button', { name: 'Start nats' }).click();
        await eventually(async () => {
          const { committed, delivered } = await counted(page, 'Outbox');
          return committed === 6 && delivered === 6;
        }, 'all six have arrived');
        expect(await counted(page, 'Outbox')).toMatchObject({ 'under way': 0, lost: 0, doubled: 0 });
        // What the same orders came to without an outbox.
        await eventually(async () => {
          const { committed, lost } = await counted(page, 'Naive publish');
          return committed === 6 && lost === 6;
        }, 'the naive publish is known to have lost them');

        await page.goto(`/traces/${traceId}`);
        await page.getByText(ALL_DONE).waitFor();
      },
      // Behaviour is refused while the broker is down, which browsers report.
      { expectedComplaints: /503/ },
    );
  }, 180_000);
});
