import type { Check } from './check.ts';

/** No dead letters but those that a fault said it would make. */
export const deadLetters: Check = {
  name: 'dead letters',
  find({ deadLetters: seen, planned }) {
    return seen
      .filter(({ error }) => !planned.deadLetters.some((pattern) => pattern.test(error)))
      .map(({ consumer, eventId, error }) => ({
        ...({ kind: 'other', of: `${consumer} ${eventId}` } as const),
        detail: `a dead letter that no fault planned: ${error}`,
      }));
  },
};
