import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

function shown(isTTY: boolean, stepMs: number): string {
  let text = '';
  let now = 0;
  const progress = new Progress({ isTTY, write: (part: string) => (text += part) }, () => now);
  for (let i = 1; i <= 100; i++) {
    now += stepMs;
    progress.update(() => `${i} %`);
  }
  progress.done('all done');
  return text;
}

describe('progress', () => {
  it('rewrites one line where somebody watches, and leaves the last one', () => {
    const text = shown(true, 10);
    expect(text.split('\r').length).toBeLessThan(15);
    expect(text).toMatch(/\rall done\s*\n$/);
  });

  it('adds a line every five seconds to a log', () => {
    expect(shown(false, 100).split('\n')).toEqual(['50 %', '100 %', 'all done', '']);
  });

  it('tells a log of something short in one line', () => {
    expect(shown(false, 1)).toBe('all done\n');
  });
});
