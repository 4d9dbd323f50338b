import type { Check, Violation } from './check.ts';

/** What is left and what orders hold is what there was, of every product. */
export const stock: Check = {
  name: 'stock conserved',
  find({ shelves }) {
    return shelves.flatMap(({ productId, stock: initial, left, held }): Violation[] => {
      if (initial === null || left === null) return [];
      if (left < 0) return [{ kind: 'other', of: productId, detail: `${left} are left` }];
      return left + held === initial
        ? []
        : [
            {
              kind: 'other',
              of: productId,
              detail: `${left} left and ${held} held are not the ${initial} of before`,
            },
          ];
    });
  },
};
