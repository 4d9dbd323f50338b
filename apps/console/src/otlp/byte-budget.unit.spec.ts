import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';
import { ExportBusy } from './errors.js';

const budgetOf = (capacity: number) => new ByteBudget(capacity, { waitMs: 5_000, waiting: 2 });

/** Who has been admitted, in order. */
function ledger() {
  const admitted: string[] = [];
  const note = <T>(name: string, reservation: Promise<T>): Promise<T> =>
    reservation.then((value) => (admitted.push(name), value));
  return { admitted, note };
}

describe('the budget of bytes', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('admits in order as room is freed, and lets no small request past a large one', async () => {
    const budget = budgetOf(10);
    const { admitted, note } = ledger();
    const first = await budget.reserve(8);
    const large = note('large', budget.reserve(6));
    const small = note('small', budget.reserve(1));
    await jest.advanceTimersByTimeAsync(0);
    expect(admitted).toEqual([]);
    first.shrinkTo(4);
    await jest.advanceTimersByTimeAsync(0);
    expect(admitted).toEqual(['large']);
    (await large).release();
    await small;
    expect(admitted).toEqual(['large', 'small']);
  });

  it('takes what is larger than all of it alone', async () => {
    const budget = budgetOf(10);
    const whole = await budget.reserve(1_000);
    const { admitted, note } = ledger();
    const next = note('next', budget.reserve(1));
    await jest.advanceTimersByTimeAsync(0);
    expect(admitted).toEqual([]);
    whole.release();
    whole.release();
    await next;
    const rest = await budget.reserve(9);
    expect(rest).toBeDefined();
  });

  it('asks requests that wait too long, or behind too many, to retry', async () => {
    const budget = budgetOf(10);
    await budget.reserve(10);
    const waiting = [1, 1].map((bytes) => expect(budget.reserve(bytes)).rejects.toThrow(ExportBusy));
    await expect(budget.reserve(1)).rejects.toThrow(ExportBusy);
    await jest.advanceTimersByTimeAsync(5_000);
    await Promise.all(waiting);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('admits the next one in line when the first gives up', async () => {
    const budget = budgetOf(10);
    await budget.reserve(5);
    const tooLarge = expect(budget.reserve(8)).rejects.toThrow(ExportBusy);
    await jest.advanceTimersByTimeAsync(4_000);
    const fits = budget.reserve(5);
    await jest.advanceTimersByTimeAsync(1_000);
    await tooLarge;
    await fits;
  });
});
