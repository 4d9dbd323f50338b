import type { TopologyChange } from '@waybill/messaging/operations';
import { table } from '../table.js';

export function describe(changes: readonly TopologyChange[], then: string): string {
  const rows = changes.map(({ change, item, detail }) => [change, item, detail]);
  return `${table(['change', 'what', 'why'], rows)}\n\n${then}`;
}

export function describeSilent(silent: readonly string[]): string[] {
  return silent.map(
    (service) =>
      `not every process of ${service} replies, and what it declares is not known: start it and try again, ` +
      'or name the services that run as arguments',
  );
}
