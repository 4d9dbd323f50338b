import { expect, test } from '@jest/globals';
import { serviceHue } from './service-hue.ts';

test('a service has the hue that the tokens name for it, and otherwise a spare one, the same every time', () => {
  expect(serviceHue('order')).toMatch(/^var\(--service-order, var\(--service-[1-4]\)\)$/);
  expect(serviceHue('order')).toBe(serviceHue('order'));
});

test('services without a hue of their own share the spare ones', () => {
  const spare = (service: string) => /--service-\d/.exec(serviceHue(service))![0];
  expect(
    new Set(['shipping', 'billing', 'mail', 'stock', 'fraud', 'loyalty'].map(spare)).size,
  ).toBeGreaterThan(1);
});

test('a name that CSS does not take as it is makes no invalid value', () => {
  expect(serviceHue('my service)')).toMatch(/^var\(--service-my-service-, /);
});
