const SERVICE = 'waybill-service';

/**
 * Durables of services that are not known yet: the console has just started, or they are down. A durable that a known
 * service no longer uses is not one: its metadata names that service.
 */
export function strangersAmong<Durable extends { metadata: Readonly<Record<string, string>> }>(
  durables: readonly Durable[],
  services: readonly { name: string; description: object | undefined }[],
): Durable[] {
  const known = services.filter(({ description }) => description !== undefined);
  return durables.filter(({ metadata }) => !known.some(({ name }) => metadata[SERVICE] === name));
}
