import { describe, expect, it } from '@jest/globals';
import { indented } from './indented.ts';

describe('a payload to be edited', () => {
  it('is laid out, unless that would change it', () => {
    expect(indented('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    for (const text of ['{"a":1.0}', '{"id":12345678901234567890}', 'oops', ''])
      expect(indented(text)).toBe(text);
  });
});
