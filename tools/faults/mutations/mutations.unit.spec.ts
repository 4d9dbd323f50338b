import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { mutations } from './all.ts';
import { applied } from './mutation.ts';

describe('the mutations', () => {
  it('have names of their own', () => {
    const names = mutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(mutations)('$name changes text that is in its file exactly once', (mutation) => {
    const text = readFileSync(mutation.file, 'utf8');
    expect(applied(mutation, text)).toBeDefined();
    expect(applied(mutation, text)).not.toBe(text);
  });

  it.each(mutations)('$name is proven by tests that exist', ({ provenBy }) => {
    for (const { spec, test = '' } of provenBy) {
      expect(existsSync(spec)).toBe(true);
      expect(readFileSync(spec, 'utf8')).toContain(test);
    }
  });
});
