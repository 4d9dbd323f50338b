import { reasonOf, StackError } from '../errors.js';
import type { KeepOptions, KeptProcesses } from '../process/kept-processes.js';
import { REFUSED } from '../process/refusal.js';
import { settled } from '../settled.js';
import type { StackOptions } from '../stack-options.js';
import { inWorkspace, type ServiceName } from '../workspace.js';
import { serviceEnvironment, type Surroundings } from './service-environment.js';
import { serviceReady, startService, stopServiceWith } from './service-process.js';

/** How long a start waits for the console, in milliseconds: it is there to watch, and nothing else needs it. */
const CONSOLE_PATIENCE = 20_000;

/** What of the stack the services have to know; the database differs from one to the other. */
export interface ServicesSurroundings extends Omit<Surroundings, 'databaseUrl'> {
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
}

/**
 * Starts the services named in `around.urls` at once, and waits until they are ready.
 *
 * @throws StackError `REFUSED_TO_START` one of them is configured so that it cannot run: the others are called off
 */
export async function startServices(
  options: StackOptions,
  kept: KeptProcesses,
  around: ServicesSurroundings,
): Promise<void> {
  const names = Object.keys(around.urls) as ServiceName[];
  let refusal: unknown;
  const orCallOff = (error: unknown): never => {
    if (isRefusal(error) && !kept.isStopping) {
      refusal = error;
      void kept.stop(); // whoever stops the stack waits for this one
    }
    throw error;
  };
  const starting = names.map((name) => {
    const toKeep = service(name, options, kept, around);
    if (name === 'console') return startConsole(toKeep, options, kept).catch(orCallOff);
    const describe = () => `${name.padEnd(14)} ready on ${around.urls[name]}`;
    return options.report.step(() => kept.keep(toKeep), describe).catch(orCallOff);
  });
  await settled(...starting).catch((error: unknown) => {
    throw refusal ?? error;
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof StackError && error.code === REFUSED;
}

function service(
  name: ServiceName,
  { ports, mainOf }: StackOptions,
  kept: KeptProcesses,
  { databaseUrls, ...around }: ServicesSurroundings,
): KeepOptions {
  const main = mainOf?.(name) ?? inWorkspace('apps', name, 'dist', 'main.js');
  const env = serviceEnvironment(name, { ...around, databaseUrl: databaseUrls[name] }, process.env);
  const log = kept.log(name);
  return {
    name,
    start: () => startService({ name, main, port: ports[name], env, log }),
    ready: (process) => serviceReady(process, ports[name]),
    stopWith: stopServiceWith(env['SHUTDOWN_GRACE']),
  };
}

/**
 * Nobody's order waits for the page: a console that does not become ready in time, or dies of its own start, does not
 * keep the platform from starting. It is started again until it is well, as after any death.
 */
async function startConsole(
  toKeep: KeepOptions,
  { report, ports }: StackOptions,
  kept: KeptProcesses,
): Promise<void> {
  let first = true;
  const ready: KeepOptions['ready'] = (process) => {
    const patience = first ? CONSOLE_PATIENCE : undefined;
    first = false;
    return serviceReady(process, ports.console, patience);
  };
  const start = async () => {
    try {
      await kept.keep({ ...toKeep, ready });
      return undefined;
    } catch (error) {
      if (kept.isStopping || isRefusal(error)) throw error; // called off with everything else, or a person has to act
      return reasonOf(error);
    }
  };
  const fault = await report.step(start, (fault) =>
    fault === undefined
      ? `console        ready on http://127.0.0.1:${ports.console}`
      : 'console        not there yet; the platform goes on without it',
  );
  if (fault === undefined || kept.isStopping) return;
  report.say(fault);
  await kept.resume('console');
}
