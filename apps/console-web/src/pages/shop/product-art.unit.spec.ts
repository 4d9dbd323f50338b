import { describe, expect, it } from '@jest/globals';
import { productArt } from './product-art.ts';

describe('the look of a product', () => {
  it('is the same each time, and similar for ids that begin alike', () => {
    const blue = productArt('mug-enamel-blue', 'Blue enamel mug');
    const cream = productArt('mug-enamel-cream', 'Cream enamel mug');
    expect(productArt('mug-enamel-blue', 'Blue enamel mug')).toEqual(blue);
    expect(cream.motif).toBe(blue.motif);
    expect(cream.hue).not.toBe(blue.hue);
  });

  it('shows the first letter or digit of the name', () => {
    expect(productArt('85123A', '"white" heart').letter).toBe('W');
    expect(productArt('x', '').letter).toBe('·');
    expect(productArt('x', 'éclair').letter).toBe('É');
  });
});
