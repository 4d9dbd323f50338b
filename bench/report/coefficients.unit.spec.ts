import { describe, expect, it } from '@jest/globals';
import type { Figure } from '@waybill/cli/capacity';
import { coefficientsModule } from './coefficients.ts';

const setUp = {
  date: '2026-11-28',
  cpu: '2 × a processor',
  memory: '8 GiB',
  node: '24',
  nats: '2.15',
  postgres: '18',
};
const figure = (name: string, value: number): Figure => ({ name, value, baseline: 1, ratio: value, setUp });

/** The figures in the module, by name. */
function figuresIn(text: string): Record<string, number> {
  const list = JSON.parse(/= (\[.*\]);/s.exec(text)![1]!) as Figure[];
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

describe('the coefficients of waybill capacity', () => {
  it('are the figures of a run, without the peers', () => {
    const run = JSON.stringify([figure('relay', 2), figure('peer:pg-boss', 3)]);
    expect(figuresIn(coefficientsModule(run, []))).toEqual({ relay: 2 });
  });

  it('keep what a run of some figures did not measure', () => {
    const run = JSON.stringify([figure('relay', 2)]);
    const before = [figure('relay', 1), figure('tracing', 4)];
    expect(figuresIn(coefficientsModule(run, before))).toEqual({ relay: 2, tracing: 4 });
  });
});
