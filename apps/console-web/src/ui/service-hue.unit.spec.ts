import { expect, test } from '@jest/globals';
import { serviceHue } from './service-hue.ts';

test('a service of the shop has the hue that was chosen for it', () =>
  expect(serviceHue('order')).toBe('var(--service-order)'));

test('any other service has one of the spare hues, the same every time', () => {
  expect(serviceHue('shipping')).toMatch(/^var\(--service-[1-4]\)$/);
  expect(serviceHue('shipping')).toBe(serviceHue('shipping'));
  expect(
    new Set(['shipping', 'billing', 'mail', 'stock', 'fraud', 'loyalty'].map(serviceHue)).size,
  ).toBeGreaterThan(1);
});
