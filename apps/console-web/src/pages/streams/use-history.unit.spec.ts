import { describe, expect, it } from '@jest/globals';
import { EMPTY_HISTORY, withSample } from './use-history.ts';

describe('the history of a figure', () => {
  it('grows by a sample a second and keeps the newest of each', () => {
    let history = withSample(EMPTY_HISTORY, 10, 1);
    history = withSample(history, 10, 2);
    history = withSample(history, 11, 3);
    expect(history).toEqual({ at: 11, values: [2, 3] });
  });

  it('drops the oldest and never grows without bound', () => {
    let history = EMPTY_HISTORY;
    for (let second = 0; second < 2_000; second++) history = withSample(history, second, second);
    expect(history.values).toHaveLength(900);
    expect(history.at).toBe(1_999);
    expect(history.values[0]).toBe(1_100);
  });
});
