import { readJson, type Tree } from '@nx/devkit';

/** The ports of services: from here on ten, as the stack has it. */
const FIRST_PORT = 3000;
const PORTS = 10;

/** A service of the workspace: an app whose package.json declares a port. */
export interface Service {
  readonly name: string;
  readonly port: number;
}

/** The apps that are services, by name. */
export function readServices(tree: Tree): Service[] {
  return tree
    .children('apps')
    .flatMap((name) => servicesOf(tree, name, `apps/${name}/package.json`))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those that run from packages that the workspace depends on, such as the console. */
export function readPackagedServices(tree: Tree): Service[] {
  const { dependencies = {} } = tree.exists('package.json')
    ? readJson<{ dependencies?: Record<string, string> }>(tree, 'package.json')
    : {};
  return Object.keys(dependencies).flatMap((name) =>
    servicesOf(tree, name.replace(/^.*\//, ''), `node_modules/${name}/package.json`),
  );
}

function servicesOf(tree: Tree, name: string, file: string): Service[] {
  if (!tree.exists(file)) return [];
  const { waybill } = readJson<{ waybill?: { port?: number } }>(tree, file);
  return waybill?.port === undefined ? [] : [{ name, port: waybill.port }];
}

/** The lowest port that no service has; undefined if all ten are taken. */
export function nextPort(services: readonly Service[]): number | undefined {
  const taken = new Set(services.map(({ port }) => port));
  return Array.from({ length: PORTS }, (_, offset) => FIRST_PORT + offset).find((port) => !taken.has(port));
}
