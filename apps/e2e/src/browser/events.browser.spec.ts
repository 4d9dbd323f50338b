import { describe, expect, it } from '@jest/globals';
import type { CatalogueResponse } from '@waybill/console-api';
import { readFile } from 'node:fs/promises';
import { eventually } from '../support/platform.js';
import { ofShop, SHOP_SERVICES } from '../support/shop-services.js';
import { visitedPlatform } from '../support/visited-platform.js';

const visited = visitedPlatform();

describe('the catalogue of events', () => {
  it('shows the versions of an event side by side, with how each consumer reads them', async () => {
    await eventually(async () => {
      const { events } = await visited.api.get<CatalogueResponse>('/api/catalogue');
      const cancelled = events.find(({ type }) => type === 'order.cancelled');
      return cancelled?.consumers.filter(ofShop).length === SHOP_SERVICES.length;
    }, 'every service has described itself');
    await visited.visitors.visit(async (page) => {
      await page.goto('/');
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Events' }).click();
      await page
        .getByRole('table', { name: 'Events' })
        .getByRole('link', { name: 'order.cancelled' })
        .click();

      const readers = page.getByRole('table', { name: 'Consumers of order.cancelled' });
      const row = readers.getByRole('row').filter({ hasText: 'analytics-withdrawals' });
      await row.waitFor();
      expect((await row.getByRole('cell').allInnerTexts()).slice(-2)).toEqual([
        'handles it',
        'handles it as v2',
      ]);

      const fields = page.getByRole('table', { name: 'Fields' }).getByRole('row');
      const cellsOf = (field: string) => fields.filter({ hasText: field }).getByRole('cell').allInnerTexts();
      expect(await cellsOf('previousStatus')).toEqual(['previousStatus', '"placed" or "confirmed"', '–']);
      expect(await cellsOf('wasConfirmed')).toEqual(['wasConfirmed', '–', 'true or false']);
      await page.getByRole('region', { name: 'example of v1' }).getByText('wasConfirmed').waitFor();
    });
  }, 60_000);

  it('is what the filters of the traces suggest', async () => {
    await visited.visitors.visit(async (page) => {
      await page.goto('/traces');
      for (const name of [...SHOP_SERVICES, 'order.confirmed']) {
        await page.locator(`datalist option[value="${name}"]`).waitFor({ state: 'attached' });
      }
    });
  }, 60_000);

  it('is the AsyncAPI document of the repository, as the running services describe it', async () => {
    const [running, written] = [
      await visited.api.get<unknown>('/asyncapi.json'),
      JSON.parse(await readFile('docs/asyncapi.json', 'utf8')) as unknown,
    ];
    expect(running).toEqual(written);
  });
});
