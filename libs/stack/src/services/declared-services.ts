import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackError } from '../errors.js';
import { BROKER_NAMES } from '../nats/broker-places.js';

/**
 * A service that the stack runs: an app of the workspace, or a package that the workspace depends on, whose package.json
 * says `"waybill": { "port": 3001 }`, with `"database": false` if it keeps nothing and has no messages.
 */
export interface DeclaredService {
  /** The app's folder, or the package's name without its scope: `console` for `@waybill/console`. */
  readonly name: string;
  /** From 3000 to 3009; with `--port-base b` it listens on b + (port − 3000). */
  readonly port: number;
  readonly database: boolean;
  /** Its program. */
  readonly main: string;
  /** The folder of its schema and migrations: `prisma/<name>` of the workspace, or of the package. */
  readonly prisma: string;
}

/** The port that stands for the first one of `--port-base`. */
export const FIRST_PORT = 3000;
const PORTS = Array.from({ length: 10 }, (_, offset) => FIRST_PORT + offset);

/** Names of processes that the stack runs besides the services. */
const TAKEN_NAMES: readonly string[] = ['postgres', ...BROKER_NAMES, 'supervisor'];

/**
 * Reads which apps and packages are services. An app takes the place of a package of its name.
 *
 * @param root the workspace's top folder
 * @returns them by port
 * @throws StackError `SERVICE_DECLARATION` naming the file and the fix
 */
export function declaredServices(root: string): DeclaredService[] {
  const apps = declarations(root, globSync('apps/*/package.json', { cwd: root }));
  const packages = declarations(root, manifestsOfDependencies(root));
  const services = [
    ...apps.map((app) => ({ ...app, prisma: join(root, 'prisma', app.name) })),
    ...packages
      .filter(({ name }) => !apps.some((app) => app.name === name))
      .map((each) => ({ ...each, prisma: join(root, dirname(each.file), 'prisma', each.name) })),
  ];
  const free = PORTS.find((port) => !services.some(({ waybill }) => portOf(waybill) === port));
  const example = `write "waybill": { "port": ${free ?? '<port>'} }`;

  const byPort = new Map<number, DeclaredService & { readonly file: string }>();
  for (const service of services.sort((a, b) => a.file.localeCompare(b.file))) {
    const { name, file, waybill, prisma } = service;
    const refuse = (reason: string, fix = example) => {
      throw new StackError('SERVICE_DECLARATION', `${file}: ${reason}`, { fix });
    };
    const port = portOf(waybill);
    if (TAKEN_NAMES.includes(name)) {
      return refuse(`a service cannot be named ${name}: the stack runs a process of that name`, 'rename it');
    }
    if (/-\d+$/.test(name)) {
      return refuse(
        `a service cannot be named ${name}: further processes of one are numbered so`,
        'rename it',
      );
    }
    if (port === undefined) {
      return refuse(
        `"waybill" must be { "port": ${PORTS[0]} to ${PORTS.at(-1)} }, not ${JSON.stringify(waybill)}`,
      );
    }
    const other = byPort.get(port);
    if (other) return refuse(`port ${port} belongs to ${other.name} (${other.file})`);
    const database = !('database' in (waybill as object));
    byPort.set(port, {
      name,
      file,
      port,
      database,
      main: join(root, dirname(file), 'dist', 'main.js'),
      prisma,
    });
  }
  return [...byPort.values()]
    .sort((a, b) => a.port - b.port)
    .map(({ name, port, database, main, prisma }) => ({ name, port, database, main, prisma }));
}

interface Declaration {
  readonly name: string;
  /** Its package.json, from the workspace's top folder. */
  readonly file: string;
  readonly waybill: unknown;
}

function declarations(root: string, files: readonly string[]): Declaration[] {
  return files.flatMap((file) => {
    const { waybill } = readManifest(join(root, file));
    return waybill === undefined ? [] : [{ name: basename(dirname(file)), file, waybill }];
  });
}

/** Of those that the workspace itself names, as they are installed. */
function manifestsOfDependencies(root: string): string[] {
  const manifest = join(root, 'package.json');
  const { dependencies = {} } = existsSync(manifest) ? readManifest(manifest) : {};
  return Object.keys(dependencies)
    .map((name) => join('node_modules', name, 'package.json'))
    .filter((file) => existsSync(join(root, file)));
}

function readManifest(file: string): { waybill?: unknown; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readManifest>;
}

/** Undefined if the declaration is not as it must be. */
function portOf(waybill: unknown): number | undefined {
  if (typeof waybill !== 'object' || waybill === null) return undefined;
  const { port, database = false, ...others } = waybill as { port?: unknown; database?: unknown };
  return Object.keys(others).length === 0 && database === false
    ? PORTS.find((each) => each === port)
    : undefined;
}
