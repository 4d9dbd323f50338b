const SPARE = 4;

/**
 * The service's colour, as a CSS value, always the same: the one that `styles/tokens.css` has for its name, otherwise
 * one of the spare ones.
 */
export function serviceHue(service: string): string {
  let sum = 0;
  for (const letter of service) sum = (sum * 31 + letter.codePointAt(0)!) % 65_521;
  const own = service.replace(/[^\w-]/g, '-');
  return `var(--service-${own}, var(--service-${(sum % SPARE) + 1}))`;
}
