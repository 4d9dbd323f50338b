const SERVICE = 'waybill-service';

/**
 * Durables that the broker keeps for services that nobody has heard of yet: the console has just started, or they are
 * away. A durable that a known service has no more use for is none: it bears that service's name.
 */
export function strangersAmong<Durable extends { metadata: Readonly<Record<string, string>> }>(
  durables: readonly Durable[],
  services: readonly { name: string; description: object | undefined }[],
): Durable[] {
  const known = services.filter(({ description }) => description !== undefined);
  return durables.filter(({ metadata }) => !known.some(({ name }) => metadata[SERVICE] === name));
}
