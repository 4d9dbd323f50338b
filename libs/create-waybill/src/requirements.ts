import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { KEBAB, Refusal, requireWorkspaceName } from '@waybill/nx/workspace';
import type { Wanted } from './arguments.js';

/** The shop has a service for orders; what comes after one is not in it. */
export const DEFAULTS = {
  folder: 'my-shop',
  service: (shop: boolean) => (shop ? 'shipping' : 'order'),
  emits: (service: string) => EVENTS[service] ?? `${service}.created`,
  consumes: (shop: boolean) => (shop ? 'order.confirmed' : undefined),
};

const EVENTS: Readonly<Record<string, string>> = {
  order: 'order.placed',
  shipping: 'shipment.dispatched',
};

/** Everything that is decided before the first file is written. */
export interface Plan {
  readonly folder: string;
  readonly name: string;
  readonly shop: boolean;
  readonly service: string;
  /** Flags of the service generator. */
  readonly flags: readonly string[];
}

const OF_THE_SHOP = ['order', 'payment', 'recommendation', 'analytics'];

/** @throws Refusal the folder or a name will not do */
export function plan(wanted: Wanted): Plan {
  if (wanted.folder === undefined) {
    throw new Refusal('folder', 'none is named', 'Write npm create waybill my-shop.');
  }
  const folder = resolve(wanted.folder);
  const name = basename(folder);
  requireWorkspaceName(name);
  requireEmpty(folder);
  const { database, shop = false } = wanted;
  const { service = DEFAULTS.service(shop), consumes = DEFAULTS.consumes(shop) } = wanted;
  if (!KEBAB.test(service)) {
    throw new Refusal(
      'service',
      `"${service}" is not in lower-case kebab case`,
      'Write it as in gift-cards.',
    );
  }
  if (shop && OF_THE_SHOP.includes(service)) {
    throw new Refusal('service', `the shop has a service ${service}`, 'Choose another name.');
  }
  const emits = wanted.emits ?? (database === 'none' ? undefined : DEFAULTS.emits(service));
  const flags = Object.entries({ emits, consumes, database }).flatMap(([flag, value]) =>
    value === undefined || value === '' ? [] : [`--${flag}=${value}`],
  );
  return { folder, name, shop, service, flags };
}

/** A new repository may be there already. */
function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new Refusal('folder', `${folder} is a file`, 'Name a folder that is new or empty.');
  }
  const [first] = readdirSync(folder).filter((entry) => entry !== '.git');
  if (first === undefined) return;
  throw new Refusal(
    'folder',
    `${folder} is not empty: it has ${first}`,
    'Name a folder that is new or empty.',
  );
}
