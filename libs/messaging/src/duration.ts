/** Milliseconds, or a text such as `'200ms'`, `'5s'`, `'30m'`, `'2h'` or `'7d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws TypeError if the text is not a duration or is negative. */
export function toMs(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(
    typeof duration === 'number' ? `${duration}ms` : duration,
  );
  if (!match)
    throw new TypeError(`"${duration}" is no duration: write 200, "200ms", "5s", "30m", "2h" or "7d"`);
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}
