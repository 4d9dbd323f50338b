import { ASSUMED_PRICES, DEFAULTS, evaluate, measured, readCoefficients } from '@waybill/cli/capacity';
import type { Capacity, Figure, Scenario } from '@waybill/cli/capacity';

const coefficients = readCoefficients();

export function capacityFor(scenario: Partial<Scenario> & Pick<Scenario, 'ordersPerSecond'>): Capacity {
  return evaluate({ ...DEFAULTS, ...scenario }, coefficients, ASSUMED_PRICES);
}

/** Of the benchmark, by its name. */
export function figureOf(name: string): Figure {
  const figure = measured.find((each) => each.name === name);
  if (figure) return figure;
  throw new Error(
    `docs/capacity.md cites ${name}, which was not measured: npm run bench -- all --write, or leave it out of tools/capacity`,
  );
}

export function figuresOf(prefix: string): readonly Figure[] {
  return measured.filter(({ name }) => name.startsWith(prefix));
}
