const NAMED = new Set(['order', 'recommendation', 'analytics', 'console', 'browser']);
const SPARE = 4;

/** The service's colour, as a CSS value: chosen for the shop's own, by the name for any other, always the same. */
export function serviceHue(service: string): string {
  if (NAMED.has(service)) return `var(--service-${service})`;
  let sum = 0;
  for (const letter of service) sum = (sum * 31 + letter.codePointAt(0)!) % 65_521;
  return `var(--service-${(sum % SPARE) + 1})`;
}
