import { describe, expect, it } from '@jest/globals';
import { layOut } from './sequence-layout.ts';
import { sequenceOf } from './sequence.ts';
import { at, delivery, message } from './message.fixture.ts';

const placed = message({
  deliveries: [
    delivery({ consumer: 'order', service: 'order', startedAt: at(10), durationMs: 30 }),
    delivery({ startedAt: at(5_000), outcome: 'retried' }),
    delivery({ startedAt: at(9_000), attempt: 2 }),
  ],
});
const confirmed = message({
  eventId: 'e2',
  type: 'order.confirmed',
  appended: { at: at(20), outboxId: '8' },
  published: { at: at(60), stream: 'ORDER', sequence: 13 },
});

describe('the layout', () => {
  const sequence = sequenceOf([placed, confirmed]);
  const { lanes, steps, width, height } = layOut(sequence, 1000);
  const step = (id: string) => steps.find((each) => each.step.id === id)!;

  it('gives every lane its place within the width, and every step a row of its own below the one before', () => {
    expect(lanes.every(({ x }) => x > 0 && x < width)).toBe(true);
    expect(width).toBeLessThanOrEqual(1000);
    const rows = steps.map(({ y }) => y);
    expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
    expect(rows.at(-1)!).toBeLessThan(height);
  });

  it('is wider than the space rather than too narrow to read', () => {
    expect(layOut(sequence, 300).width).toBeGreaterThan(450);
  });

  it('draws a handling down to the last step within it', () => {
    const handling = step('e1/order/1/0');
    const within = step('e2/append');
    const after = step('e2/publish');
    expect(handling.bar!.y + handling.bar!.height).toBeGreaterThan(within.y);
    expect(handling.bar!.y + handling.bar!.height).toBeLessThan(after.y);
  });

  it('marks long pauses, unless a back-off shows them', () => {
    expect(step('e1/analytics/1/0').pause?.ms).toBe(4_940);
    expect(steps.filter(({ pause }) => pause)).toHaveLength(1);
  });

  it('has room for nothing', () => {
    expect(layOut({ lanes: [], steps: [] }, 800)).toMatchObject({ lanes: [], steps: [] });
  });
});
