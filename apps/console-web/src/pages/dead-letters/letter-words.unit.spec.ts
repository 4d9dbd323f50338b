import { describe, expect, it } from '@jest/globals';
import { errorInWords, reasonInWords } from './letter-words.ts';

describe('a dead letter', () => {
  it('says why it was given up, and returns an unknown reason as it is', () => {
    expect(reasonInWords('attempts-exhausted')).toBe('every attempt failed');
    expect(reasonInWords('sunspots')).toBe('sunspots');
  });

  it('names its error’s code once', () => {
    expect(errorInWords({ name: 'Timeout', message: 'too slow', code: 'E1' })).toBe('Timeout (E1): too slow');
    expect(errorInWords({ name: 'E1', message: 'too slow', code: 'E1' })).toBe('E1: too slow');
    expect(errorInWords({ name: 'Error', message: 'no' })).toBe('Error: no');
  });
});
