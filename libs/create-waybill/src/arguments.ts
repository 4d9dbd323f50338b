import { parseArgs } from 'node:util';
import { Refusal } from '@waybill/nx/workspace';

/** What is to be made. What is undefined is asked for, or has a default. */
export interface Wanted {
  /** The folder, whose name is the workspace's. */
  readonly folder?: string;
  /** The first service. */
  readonly service?: string;
  /** The event that it publishes. */
  readonly emits?: string;
  readonly consumes?: string;
  readonly database?: string;
  /** With the shop as an example. */
  readonly shop?: boolean;
}

export const USAGE = `Usage: npm create waybill@latest <folder> -- [flags]

  --service <name>       the first service (order; with --shop: shipping)
  --emits <event>        what it publishes (order.placed, shipment.dispatched, else <service>.created)
  --consumes <event>     what it handles (nothing; with --shop: order.confirmed)
  --database <kind>      prisma (default), pg or none
  --shop                 with the shop as an example: four services, simulated shoppers, an importer
`;

const OPTIONS = {
  service: { type: 'string' },
  emits: { type: 'string' },
  consumes: { type: 'string' },
  database: { type: 'string' },
  shop: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws Refusal naming the wrong flag and the known ones */
export function readArguments(args: readonly string[]): Wanted & { readonly help?: boolean } {
  const flags = Object.keys(OPTIONS).map((name) => `--${name}`);
  const unknown = args.find((arg) => arg.startsWith('--') && !flags.includes(arg.split('=')[0]!));
  if (unknown !== undefined) {
    throw new Refusal(
      unknown.split('=')[0]!.slice(2),
      'there is no such flag',
      `The flags are ${flags.join(', ')}.`,
    );
  }
  const { values, positionals } = parse(args);
  if (positionals.length > 1) {
    throw new Refusal(
      'folder',
      `"${positionals.join(' ')}" is more than one`,
      'Name one folder, such as my-shop.',
    );
  }
  return { folder: positionals[0], ...values };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { message } = error as Error;
    throw new Refusal(/--([\w-]+)/.exec(message)?.[1] ?? 'flags', message.split('\n')[0]!, 'See --help.');
  }
}
