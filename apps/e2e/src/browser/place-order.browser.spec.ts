import { describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { elsewhere, newSpan } from '../support/otlp.js';
import { orderByClicking } from '../support/order-by-clicking.js';
import { ALL_DONE } from '../support/shop-services.js';
import { visitedPlatform } from '../support/visited-platform.js';

const site = visitedPlatform();

describe('an order placed by clicking', () => {
  it('lands on its live trace, which follows it from the click through every service until it is complete', async () => {
    await site.visitors.visit(async (page) => {
      const traceId = await orderByClicking(page);
      await page.getByText(ALL_DONE).waitFor();
      const steps = [
        'click Place order',
        'POST /orders',
        'append order.placed',
        'publish order.placed',
        'handle ReserveStockWhenOrderPlaced',
        'publish order.payment-requested',
        'handle ConfirmOrderWhenPaymentAuthorised',
        'append order.confirmed',
        'publish order.confirmed',
        'handle LearnBasketWhenOrderConfirmed',
        'handle CountSalesWhenOrderConfirmed',
      ];
      for (const step of steps) await page.getByRole('row').filter({ hasText: step }).first().waitFor();

      const trace = await site.api.get<TraceDetail>(`/api/traces/${traceId}`);
      expect(trace).toMatchObject({ complete: true, rootName: 'click Place order', rootService: 'browser' });
      const spanOf = (name: string) => trace.spans.find((span) => span.name === name)!;
      expect(spanOf('POST /orders').parentSpanId).toBe(spanOf('click Place order').spanId);
    });
  }, 120_000);

  it('is shown message by message, with every delivery, on the page of its order', async () => {
    await site.visitors.visit(async (page) => {
      await orderByClicking(page);
      await page.getByText(ALL_DONE).waitFor();
      await page.getByRole('link', { name: 'Messages of this order' }).click();
      await page.waitForURL('**/messages/*');
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const words of ['order.placed', 'order.confirmed']) await page.getByText(words).first().waitFor();
      await page.getByRole('link', { name: 'Open the trace' }).waitFor();
    });
  }, 120_000);
});

describe('the cart', () => {
  it('keeps the focus when it is filled by keyboard, and is the same in every tab', async () => {
    await site.visitors.visit(async (page) => {
      await page.goto('/shop');
      const other = await page.context().newPage();
      await other.goto('/shop');
      await other.getByText('Nothing in it yet.').waitFor();

      const add = page.getByRole('button', { name: /^Add .+ to the cart$/ }).first();
      await add.focus();
      await page.keyboard.press('Enter');
      await page.getByText('1 item', { exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('2 items', { exact: true }).waitFor();
      await other.getByText('2 items', { exact: true }).waitFor();
    });
  }, 60_000);
});

describe('a trace, by keyboard alone', () => {
  it('is read row by row, collapsed and expanded, and each step shows its details', async () => {
    await site.visitors.visit(async (page) => {
      await orderByClicking(page);
      await page.getByText(ALL_DONE).waitFor();
      const grid = page.getByRole('treegrid');
      const current = async () => {
        const id = await grid.getAttribute('aria-activedescendant');
        return page.locator(`[id="${id}"]`);
      };
      // The first arrow key moves into the waterfall, without Tab.
      await page.keyboard.press('ArrowDown');
      expect(await (await current()).textContent()).toContain('click Place order');
      await page.keyboard.press('ArrowDown');
      expect(await (await current()).textContent()).toContain('POST /orders');

      await page.keyboard.press('ArrowLeft');
      expect(await (await current()).getAttribute('aria-expanded')).toBe('false');
      expect(await page.getByRole('row').filter({ hasText: 'append order.placed' }).count()).toBe(0);
      await page.keyboard.press('ArrowRight');
      await page.getByRole('row').filter({ hasText: 'append order.placed' }).waitFor();

      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const details = page.getByRole('complementary', { name: 'Span' });
      await details.getByRole('heading', { name: 'append order.placed' }).waitFor();
      await page.waitForURL(/[?&]span=[\da-f]{16}/);
      await details.getByRole('tab', { name: 'About' }).focus();
      await page.keyboard.press('ArrowRight');
      await details.getByRole('tabpanel', { name: /Logs/ }).waitFor();

      await page.keyboard.press('Escape');
      await details.waitFor({ state: 'detached' });
    });
  }, 120_000);
});

describe('a trace that outside services have sent', () => {
  it('hints at clocks that disagree, and leads both ways between a batch and each message in it', async () => {
    const request = newSpan();
    const early = { ...newSpan(), traceId: request.traceId, startedAt: request.startedAt - 40_000_000n };
    const batch = newSpan();
    await site.api.post('/v1/traces', {
      resourceSpans: [
        elsewhere(request, { name: 'GET /till' }),
        elsewhere(early, { name: 'GET /stock', parentSpanId: request.spanId }),
        elsewhere(batch, {
          name: 'count till receipts',
          links: [{ traceId: request.traceId, spanId: request.spanId }],
        }),
      ],
    });
    await site.visitors.visit(async (page) => {
      await page.goto(`/traces/${request.traceId}?show=all`);
      const clock = page
        .getByRole('row')
        .filter({ hasText: 'GET /stock' })
        .getByText(/^clock −40/);
      await clock.waitFor();
      const links = page.getByRole('list', { name: 'Linked traces' });
      await links.getByRole('link', { name: /led to.*count till receipts/ }).click();
      await page.waitForURL((url) => url.pathname === `/traces/${batch.traceId}`);
      await links.getByRole('link', { name: /caused by.*GET \/till/ }).click();
      await page.waitForURL((url) => url.pathname === `/traces/${request.traceId}`);
    });
  }, 60_000);
});
