/** Milliseconds, or a text such as `'200ms'` or `'5s'`. */
export type Duration = number | `${number}ms` | `${number}s`;

/** @throws TypeError if the text is not a duration or is negative. */
export function toMs(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(typeof duration === 'number' ? `${duration}ms` : duration);
  if (!match) throw new TypeError(`"${duration}" is no duration: write 200, "200ms" or "5s"`);
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}
