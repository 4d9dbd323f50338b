import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineProcess } from './define-process.js';

describe('a process manager', () => {
  it.each(['Order', 'order_fulfilment', '', 'x'.repeat(65)])('is not called "%s"', (name) => {
    expect(() => defineProcess(name, { state: z.object({}), whenMissing: 'discard' })).toThrow(
      /a name is at most 64 characters in lower-case kebab tokens/,
    );
  });

  it('has no state that JSON would change', () => {
    const state = z.object({ since: z.date() });
    expect(() => defineProcess('fulfilment', { state, whenMissing: 'discard' })).toThrow(
      /the state of fulfilment would not come back from JSON as it was: \/since/,
    );
  });
});
