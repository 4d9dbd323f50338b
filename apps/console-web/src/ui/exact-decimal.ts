/** An unsigned decimal as text, of any length: `12.95`. Floating point would not hold it. */
interface Scaled {
  digits: bigint;
  /** Digits after the point. */
  places: number;
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** The exact sum of `amount × quantity`, without needless zeros. @throws RangeError where an amount is no decimal */
export function sumOf(lines: readonly { amount: string; quantity: number }[]): string {
  const scaled = lines.map(({ amount, quantity }) => {
    const { digits, places } = parse(amount);
    return { digits: digits * BigInt(quantity), places };
  });
  const places = Math.max(0, ...scaled.map((each) => each.places));
  const digits = scaled.reduce((sum, each) => sum + each.digits * 10n ** BigInt(places - each.places), 0n);
  return write({ digits, places });
}

/**
 * As people read it, with its currency: `£1,234.50`. Always shows at least two places and never hides one, as prices
 * may have more.
 */
export function formatMoney(amount: string, currency: string, locale?: string): string {
  const places = Math.max(2, parse(amount).places);
  // Given text, Intl formats every digit of it.
  return formatter(currency, places, locale).format(amount as Intl.StringNumericLiteral);
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, places: number, locale: string | undefined): Intl.NumberFormat {
  const name = `${currency} ${places} ${locale}`;
  let known = formatters.get(name);
  if (!known) {
    known = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: 2,
      maximumFractionDigits: Math.min(places, 20),
    });
    formatters.set(name, known);
  }
  return known;
}

function parse(amount: string): Scaled {
  const match = DECIMAL.exec(amount);
  if (!match) throw new RangeError(`"${amount}" is no amount`);
  const fraction = match[2] ?? '';
  return { digits: BigInt(match[1]! + fraction), places: fraction.length };
}

function write({ digits, places }: Scaled): string {
  const text = digits.toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}
