import { readJson, type Tree } from '@nx/devkit';

/** The ports of services: from here on ten, as the stack has it. */
const FIRST_PORT = 3000;
const PORTS = 10;

/** A service of the workspace: an app whose package.json declares a port. */
export interface Service {
  readonly name: string;
  readonly port: number;
}

/** The services, by name. */
export function readServices(tree: Tree): Service[] {
  return tree
    .children('apps')
    .filter((name) => tree.exists(`apps/${name}/package.json`))
    .flatMap((name) => {
      const { waybill } = readJson<{ waybill?: { port?: number } }>(tree, `apps/${name}/package.json`);
      return waybill?.port === undefined ? [] : [{ name, port: waybill.port }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The lowest port that no service has; undefined if all ten are taken. */
export function nextPort(services: readonly Service[]): number | undefined {
  const taken = new Set(services.map(({ port }) => port));
  return Array.from({ length: PORTS }, (_, offset) => FIRST_PORT + offset).find((port) => !taken.has(port));
}
