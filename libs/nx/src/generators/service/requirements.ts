import { readJson, type Tree } from '@nx/devkit';
import { exportedNames, type DeclaredEvent } from '../contracts.ts';
import { camelCase, KEBAB, pascalCase } from '../naming.ts';
import type { Service } from '../ports.ts';
import { nearest, Refusal } from '../refusal.ts';
import type { Database } from './options.ts';

/** Processes of the stack, tags of shared projects, tables of the messaging library, names that the service's own files import. */
const RESERVED = new Set(
  'postgres nats supervisor console shared stack e2e tools outbox inbox prisma pg subscriptions service'.split(
    ' ',
  ),
);

/** What cannot be the name of a constant. */
const KEYWORDS = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

const EVENT = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** A database's name is at most 63 bytes and begins with `waybill_`. */
const MAX_NAME = 40;

/** @throws Refusal a word stands alone, most likely the second of several events */
export function requireNoMore(unexpected: string | undefined): void {
  if (unexpected === undefined) return;
  throw new Refusal(
    'consumes',
    `"${unexpected}" stands alone`,
    'Separate events by commas without spaces: --consumes=order.confirmed,order.cancelled.',
  );
}

/** @throws Refusal it is not a service's name, or something has it */
export function requireName(tree: Tree, name: string): void {
  const refuse = (reason: string, fix: string): never => {
    throw new Refusal('name', reason, fix);
  };
  if (!KEBAB.test(name)) refuse(`"${name}" is not in lower-case kebab case`, 'Write it as in gift-cards.');
  if (name.length > MAX_NAME) refuse(`"${name}" has ${name.length} characters`, `Use at most ${MAX_NAME}.`);
  if (RESERVED.has(name) || KEYWORDS.has(camelCase(name))) {
    refuse(`"${name}" means something else here`, 'Choose another name.');
  }
  const taken = ['apps', 'libs']
    .flatMap((folder) => tree.children(folder).map((child) => `${folder}/${child}`))
    .find((folder) => folder.endsWith(`/${name}`) || packageNameOf(tree, folder)?.endsWith(`/${name}`));
  if (taken) refuse(`there is ${taken} already`, 'Choose another name, or remove that first.');
  if (tree.exists(`prisma/${name}`)) {
    refuse(
      `prisma/${name} is left from another service`,
      'Remove that folder first, or choose another name.',
    );
  }
}

function packageNameOf(tree: Tree, folder: string): string | undefined {
  const file = `${folder}/package.json`;
  return tree.exists(file) ? readJson<{ name?: string }>(tree, file).name : undefined;
}

/** @throws Refusal all ports are taken */
export function requirePort(port: number | undefined, services: readonly Service[]): number {
  if (port !== undefined) return port;
  const names = services.map(({ name }) => name).join(', ');
  throw new Refusal(
    'name',
    `all ten ports are taken, by ${names}`,
    'Remove a service: nx g @waybill/nx:remove <name>.',
  );
}

/** @throws Refusal no contract declares it */
export function requireEvent(
  type: string,
  known: readonly DeclaredEvent[],
  option = 'consumes',
): DeclaredEvent {
  const found = known.find((event) => event.type === type);
  if (found) return found;
  const types = known.map((event) => event.type);
  const near = nearest(type, types);
  throw new Refusal(
    option,
    `no contract declares "${type}"`,
    `${near ? `Did you mean ${near}? ` : ''}Known are ${types.join(', ')}.`,
  );
}

/** @throws Refusal it cannot be a new event of this service */
export function requireEmittable(
  tree: Tree,
  type: string,
  service: string,
  known: readonly DeclaredEvent[],
  option = 'emits',
): void {
  const refuse = (reason: string, fix: string): never => {
    throw new Refusal(option, reason, fix);
  };
  if (!EVENT.test(type)) {
    refuse(
      `"${type}" is not an event`,
      'Write <domain>.<what happened> in kebab case, as in payment.captured.',
    );
  }
  const domain = type.slice(0, type.indexOf('.'));
  const example = `${service}.${type.slice(domain.length + 1)}`;
  if (domain === 'dead') refuse('the domain "dead" belongs to dead letters', `Write for example ${example}.`);
  const existing = known.find((event) => event.type === type);
  if (existing) {
    refuse(
      `${existing.owner} publishes ${type} already`,
      `An event has one owner; write for example ${example}.`,
    );
  }
  const owner = known.find((event) => event.type.startsWith(`${domain}.`))?.owner;
  if (owner !== undefined && owner !== service) {
    refuse(
      `the events of ${domain} and their stream ${domain.toUpperCase()} belong to ${owner}`,
      `A stream has one owner; write for example ${example}.`,
    );
  }
  if (exportedNames(tree).includes(pascalCase(type))) {
    refuse(
      `its contract would be ${pascalCase(type)}, which libs/contracts exports for something else`,
      'Choose another name for what happened.',
    );
  }
}

/** @throws Refusal nothing would ever call the service */
export function requireWork(wanted: {
  http: boolean;
  consumed: number;
  emitted: number;
  database: Database;
}): void {
  if (wanted.consumed > 0) return;
  if (!wanted.http) {
    throw new Refusal(
      'http',
      'a service without events and without HTTP would do nothing',
      'Leave --no-http out.',
    );
  }
  if (wanted.database === 'none' && wanted.emitted > 0) {
    throw new Refusal(
      'database',
      'what is published is written into an outbox with what the service keeps of it, and this one keeps nothing',
      'Choose prisma or pg, or name an event that it --consumes.',
    );
  }
}
