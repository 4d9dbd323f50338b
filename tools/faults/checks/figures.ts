import type { Check, Violation } from './check.ts';

/** The services' figures agree with the order service's own rows. */
export const figures: Check = {
  name: 'equal figures',
  find({ sales, salesDue, bought, boughtDue }) {
    const violations: Violation[] = [];
    if (sales.orders !== salesDue.orders || Number(sales.revenue) !== Number(salesDue.revenue)) {
      violations.push({
        kind: kindOf(sales.orders, salesDue.orders),
        of: 'analytics',
        detail: `it has ${sales.orders} orders for ${sales.revenue}; due are ${salesDue.orders} for ${salesDue.revenue}`,
      });
    }
    for (const product of new Set([...bought.keys(), ...boughtDue.keys()])) {
      const [is, due] = [bought.get(product) ?? 0, boughtDue.get(product) ?? 0];
      if (is !== due) {
        violations.push({
          kind: kindOf(is, due),
          of: `recommendation ${product}`,
          detail: `bought in ${is} orders; due are ${due}`,
        });
      }
    }
    return violations;
  },
};

function kindOf(is: number, due: number): Violation['kind'] {
  return is < due ? 'lost' : is > due ? 'doubled' : 'other';
}
