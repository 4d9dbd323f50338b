import { describe, expect, it } from '@jest/globals';
import { describeError } from '../consumer/failed-attempt.js';
import { DependencyDown, Discard, RetryLater } from '../errors.js';
import { withoutText } from './without-text.js';

const NAME = 'Ada Lovelace';

describe('an error of a handler that reads personal data', () => {
  it('says nowhere what the handler wrote, and still where it was made', () => {
    const error = Object.assign(new TypeError(`no label for ${NAME}`, { cause: new Error(`${NAME}!`) }), {
      code: 'NO_LABEL',
      row: [NAME],
    });
    const shown = withoutText(error);
    expect(JSON.stringify([describeError(shown), shown, shown.stack])).not.toContain('Lovelace');
    expect(describeError(shown)).toEqual({
      name: 'TypeError',
      message: 'text withheld: the handler reads personal data',
      code: 'NO_LABEL',
      causes: ['Error: text withheld: the handler reads personal data'],
    });
    expect(shown.stack).toContain('without-text.unit.spec');
  });

  it('decides what it did', () => {
    const later = withoutText(new RetryLater(`${NAME} sleeps`, 5_000));
    expect(later).toBeInstanceOf(RetryLater);
    expect(later.delayMs).toBe(5_000);
    expect(withoutText(new Discard(NAME))).toBeInstanceOf(Discard);
    const down = withoutText(new DependencyDown('printer', { cause: new Error(NAME) }));
    expect([down.dependency, down.message]).toEqual(['printer', 'printer is down']);
    expect(String((down.cause as Error).message)).not.toContain('Lovelace');
  });

  it('has an end, also if it is its own cause', () => {
    const error = new Error(NAME);
    error.cause = error;
    expect(JSON.stringify(describeError(withoutText(error)))).not.toContain('Lovelace');
  });
});
