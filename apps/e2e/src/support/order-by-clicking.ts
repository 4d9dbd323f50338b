import type { Page } from 'playwright-core';

/** Puts the first product of the shelves into the cart and orders it. Returns the trace that the shop leads to. */
export async function orderByClicking(page: Page): Promise<string> {
  await page.goto('/');
  await page
    .getByRole('button', { name: /^Add .+ to the cart$/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.waitForURL(/\/traces\/[\da-f]{32}/);
  return new URL(page.url()).pathname.split('/')[2]!;
}
