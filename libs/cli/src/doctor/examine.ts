import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  findNatsServer,
  orphansOf,
  portPlan,
  postgresBinaries,
  postgresUser,
  readState,
  requireFreePorts,
  runningSupervisor,
  serviceNames,
  StackError,
  stackConfig,
  workspaceRoot,
} from '@waybill/stack';
import { installedAsLocked } from '../../bootstrap/installed.mjs';
import { find, type Finding } from './finding.js';
import { examineServices } from './service-health.js';

/** Enough for the programs' data, the import of half a million rows and JetStream's copy of its events. */
const DISK_NEEDED = 2 * 1024 ** 3;

/** Checks everything that a start depends on, and the running services. Changes nothing, but may fetch nats-server, as a start would. */
export async function examine(dataDir: string, portBase: number | undefined): Promise<Finding[]> {
  return [
    await find('Node', () => `${process.versions.node} (${process.execPath})`),
    await find('dependencies', checkDependencies),
    await find('Postgres', checkPostgres),
    await find('nats-server', checkNatsServer),
    await find('disk', () => checkDisk(dataDir)),
    await find('earlier run', () => checkState(dataDir)),
    await find('ports', () => checkPorts(dataDir, portBase)),
    ...(await examineServices(dataDir)),
  ];
}

function checkDependencies(): string {
  if (installedAsLocked(workspaceRoot())) return 'as package-lock.json says';
  throw new StackError('NOT_INSTALLED', 'node_modules is not what package-lock.json says', { fix: 'npm ci' });
}

async function checkPostgres(): Promise<string> {
  const config = stackConfig();
  if (config.databases) return 'outside, given by DATABASE_URL_<SERVICE>';
  const { stdout } = await promisify(execFile)(postgresBinaries().postgres, ['--version']);
  const user = postgresUser();
  return stdout.trim() + (user === undefined ? '' : `, to be run as ${user.name} because this is root`);
}

async function checkNatsServer(): Promise<string> {
  const found = await findNatsServer(stackConfig());
  return found.kind === 'outside'
    ? `outside, at ${found.url} (${found.from})`
    : `${found.version}, ${found.from}`;
}

async function checkDisk(dataDir: string): Promise<string> {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const detail = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GB free at ${folder}`;
  if (bavail * bsize >= DISK_NEEDED) return detail;
  throw new StackError('DISK_FULL', detail, {
    fix: 'make room (2 GB), or choose another place: --data-dir <dir>',
  });
}

function checkState(dataDir: string): string {
  const supervisor = runningSupervisor(dataDir);
  if (supervisor) return `the platform is running on ${dataDir} (process ${supervisor.pid})`;
  const orphans = Object.entries(orphansOf(dataDir)).map(([name, { pid }]) => `${name} (pid ${pid})`);
  if (orphans.length > 0) {
    throw new StackError('LEFTOVERS', `a platform was killed and left running: ${orphans.join(', ')}`, {
      fix: 'npm run waybill -- stop (the next npm start does it too)',
    });
  }
  if (readState(dataDir)) {
    throw new StackError(
      'STALE_STATE',
      `${dataDir}/state.json is left over from a platform that was killed`,
      {
        fix: 'npm run waybill -- stop removes it (the next npm start does, too)',
      },
    );
  }
  return 'nothing left over';
}

async function checkPorts(dataDir: string, portBase: number | undefined): Promise<string> {
  if (runningSupervisor(dataDir)) return 'in use by the running platform';
  const { postgres, nats, natsMonitoring, ...services } = portPlan(portBase);
  const wanted = {
    ...Object.fromEntries(serviceNames.map((name) => [`the ${name} service`, services[name]])),
    Postgres: postgres,
    'nats-server': nats,
    "nats-server's monitoring": natsMonitoring,
  };
  await requireFreePorts(wanted);
  return `free: ${Object.values(wanted).join(', ')}`;
}
