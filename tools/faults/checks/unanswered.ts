import type { Check } from './check.ts';

/** A request that goes on asking gets the answer that is due to it, once nothing is wrong any more. */
export const unanswered: Check = {
  name: 'answers',
  find: ({ unanswered: all }) =>
    [...new Set(all)].map((reason) => ({
      ...({ kind: 'other', of: reason } as const),
      detail: `${all.filter((each) => each === reason).length} requests`,
    })),
};
