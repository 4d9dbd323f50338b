const AMOUNT = /^(\d+)(?:\.(\d{1,6}))?$/;

/** Whether one exact decimal is more than another, with no float between. */
export function isMore(amount: string, than: string): boolean {
  return micros(amount) > micros(than);
}

function micros(text: string): bigint {
  const match = AMOUNT.exec(text);
  if (!match) throw new RangeError(`"${text}" is not an amount`);
  return BigInt(match[1]! + (match[2] ?? '').padEnd(6, '0'));
}
