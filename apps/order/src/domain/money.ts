/** Millionths of a currency's unit: every accepted amount is a whole number of them, so sums are exact. */
export type Micros = bigint;

const SCALE = 6;
const AMOUNT = /^(\d+)(?:\.(\d{1,6}))?$/;

/** @throws RangeError the text is not an unsigned decimal with at most six places */
export function parseAmount(text: string): Micros {
  const match = AMOUNT.exec(text);
  if (!match) throw new RangeError(`"${text}" is not an amount`);
  return BigInt(match[1]! + (match[2] ?? '').padEnd(SCALE, '0'));
}

/** The exact decimal without trailing zeros, as all amounts are written: `2.55`, `10`, `0.125`. */
export function formatAmount(micros: Micros): string {
  const digits = micros.toString().padStart(SCALE + 1, '0');
  const places = digits.slice(-SCALE).replace(/0+$/, '');
  return places ? `${digits.slice(0, -SCALE)}.${places}` : digits.slice(0, -SCALE);
}
