/** An unsigned decimal of any length, which floating point would round: `12.95`. */
interface Scaled {
  digits: bigint;
  /** Digits after the point. */
  places: number;
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** The exact sum of `amount × quantity`, without trailing zeros. @throws RangeError if an amount is not a decimal */
export function sumOf(lines: readonly { amount: string; quantity: number }[]): string {
  const scaled = lines.map(({ amount, quantity }) => {
    const { digits, places } = parse(amount);
    return { digits: digits * BigInt(quantity), places };
  });
  const places = Math.max(0, ...scaled.map((each) => each.places));
  const digits = scaled.reduce((sum, each) => sum + each.digits * 10n ** BigInt(places - each.places), 0n);
  return write({ digits, places });
}

const formatters = new Map<string, Intl.NumberFormat>();

/** With its currency: `£1,234.50`, `¥1,234`. Shows at least the currency's own decimal places, and all of them if there are more. */
export function formatMoney(amount: string, currency: string, locale?: string): string {
  const name = `${currency} ${locale}`;
  let formatter = formatters.get(name);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 20 });
    formatters.set(name, formatter);
  }
  // Given text, Intl formats every digit of it.
  return formatter.format(amount as Intl.StringNumericLiteral);
}

function parse(amount: string): Scaled {
  const match = DECIMAL.exec(amount);
  if (!match) throw new RangeError(`"${amount}" is not an amount`);
  const fraction = match[2] ?? '';
  return { digits: BigInt(match[1]! + fraction), places: fraction.length };
}

function write({ digits, places }: Scaled): string {
  const text = digits.toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}
