import { shown } from '../thrown.js';
import { toMs, type Duration } from '../duration.js';

/** Whose option it is. */
interface Subscribed {
  readonly contracts: readonly { readonly name: string }[];
  readonly handler: { readonly name: string };
}

/** @throws TypeError names the subscription, the option and its range */
export function integerWithin(of: Subscribed, option: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    refuse(of, option, value, `an integer from ${min} to ${max}`);
  }
}

/** @throws TypeError */
export function numberWithin(of: Subscribed, option: string, value: number, min: number, max: number): void {
  // NaN is neither.
  if (!(value >= min && value <= max)) refuse(of, option, value, `${min} to ${max}`);
}

/** In milliseconds. @throws TypeError */
export function durationWithin(
  of: Subscribed,
  option: string,
  value: Duration,
  min: number,
  max: number,
): number {
  let ms = NaN;
  try {
    ms = toMs(value);
  } catch {
    // No duration at all: said below, with what one looks like.
  }
  if (!(ms >= min && ms <= max)) refuse(of, option, value, `${min} to ${max} ms, as 200, "200ms" or "5s"`);
  return ms;
}

function refuse({ contracts, handler }: Subscribed, option: string, value: unknown, range: string): never {
  const events = contracts.map(({ name }) => name).join(', ');
  throw new TypeError(`${events} to ${handler.name}: ${option} is ${shown(value)}, and must be ${range}`);
}
