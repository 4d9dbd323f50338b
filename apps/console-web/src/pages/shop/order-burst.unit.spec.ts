import { describe, expect, it } from '@jest/globals';
import { placeBurst } from './order-burst.ts';

describe('a burst', () => {
  it('places each order once, a few at a time, and continues if one is refused', async () => {
    const placed: number[] = [];
    let atOnce = 0;
    let most = 0;
    const seen: number[] = [];
    const outcome = await placeBurst(
      20,
      async (copy) => {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        if (copy === 3) throw new Error('no');
        placed.push(copy);
      },
      ({ accepted, refused }) => seen.push(accepted + refused),
    );
    expect(outcome).toEqual({ total: 20, accepted: 19, refused: 1, error: new Error('no') });
    expect(new Set(placed).size).toBe(19);
    expect(most).toBe(6);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});
