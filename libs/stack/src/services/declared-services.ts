import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackError } from '../errors.js';

/**
 * An app that the stack runs: its `apps/<name>/package.json` says `"waybill": { "port": 3001 }`, with `"database": false` if
 * it keeps nothing and has no messages.
 */
export interface DeclaredService {
  readonly name: string;
  /** From 3000 to 3009; with `--port-base b` it listens on b + (port − 3000). */
  readonly port: number;
  readonly database: boolean;
}

/** The port that stands for the first one of `--port-base`. */
export const FIRST_PORT = 3000;
const PORTS = Array.from({ length: 10 }, (_, offset) => FIRST_PORT + offset);

/** Names of processes that the stack runs besides the services. */
const TAKEN_NAMES = ['postgres', 'nats', 'supervisor'];

/**
 * Reads which apps are services.
 *
 * @param root the workspace's top folder
 * @returns them by port
 * @throws StackError `SERVICE_DECLARATION` naming the file and the fix
 */
export function declaredServices(root: string): DeclaredService[] {
  const services = globSync('apps/*/package.json', { cwd: root }).flatMap((file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as { waybill?: unknown };
    return manifest.waybill === undefined ? [] : [{ file, waybill: manifest.waybill }];
  });
  const free = PORTS.find((port) => !services.some(({ waybill }) => portOf(waybill) === port));
  const example = `write "waybill": { "port": ${free ?? '<port>'} }`;

  const byPort = new Map<number, DeclaredService>();
  for (const { file, waybill } of services.sort((a, b) => a.file.localeCompare(b.file))) {
    const refuse = (reason: string, fix = example) => {
      throw new StackError('SERVICE_DECLARATION', `${file}: ${reason}`, { fix });
    };
    const name = basename(dirname(file));
    const port = portOf(waybill);
    if (TAKEN_NAMES.includes(name)) {
      return refuse(`a service cannot be named ${name}: the stack runs a process of that name`, 'rename it');
    }
    if (port === undefined) {
      return refuse(
        `"waybill" must be { "port": ${PORTS[0]} to ${PORTS.at(-1)} }, not ${JSON.stringify(waybill)}`,
      );
    }
    const other = byPort.get(port);
    if (other) return refuse(`port ${port} belongs to ${other.name} (apps/${other.name}/package.json)`);
    byPort.set(port, { name, port, database: !('database' in (waybill as object)) });
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}

/** Undefined if the declaration is not as it must be. */
function portOf(waybill: unknown): number | undefined {
  if (typeof waybill !== 'object' || waybill === null) return undefined;
  const { port, database = false, ...others } = waybill as { port?: unknown; database?: unknown };
  return Object.keys(others).length === 0 && database === false
    ? PORTS.find((each) => each === port)
    : undefined;
}
