import { describe, expect, it } from '@jest/globals';
import { jsonRows, storable } from './json-rows.js';

describe('rows as one JSON parameter', () => {
  it('keep every value, and replace what jsonb cannot hold, at any depth', () => {
    const rows = [{ id: 1, tags: ['a\0b', 'half \ud83d'], whole: '😀', none: null }];
    expect(JSON.parse(jsonRows(rows))).toEqual([
      { id: 1, tags: ['a\ufffdb', 'half \ufffd'], whole: '😀', none: null },
    ]);
  });

  it('have the same text as a separate parameter', () => {
    for (const text of ['plain', '\0', '\udc00x'])
      expect(JSON.parse(jsonRows([text]))).toEqual([storable(text)]);
  });
});
