import { reasonOf, StackError } from '../errors.js';
import type { KeepOptions, KeptProcesses } from '../process/kept-processes.js';
import { REFUSED } from '../process/refusal.js';
import { settled } from '../settled.js';
import type { StackOptions } from '../stack-options.js';
import { serviceOf } from '../workspace.js';
import type { Replica } from './replicas.js';
import { serviceEnvironment, type Surroundings } from './service-environment.js';
import { serviceReady, startService, stopServiceWith } from './service-process.js';
import type { ServedServices } from './served-services.js';

/** How long a start waits for the console, in milliseconds: it only shows the others, which do not need it. */
const CONSOLE_TIMEOUT = 20_000;

/** How each process of a service is started, at first and again. */
export interface ServiceStart {
  readonly around: Surroundings;
  readonly served: ServedServices;
  readonly beforeStart: () => Promise<void>;
}

/**
 * Starts these processes of the services at once, and waits until they are ready.
 *
 * @throws StackError `REFUSED_TO_START` one of them is configured so that it cannot run: the start of the others is
 *   cancelled
 */
export async function startServices(
  processes: readonly Replica[],
  options: StackOptions,
  kept: KeptProcesses,
  begin: ServiceStart,
): Promise<void> {
  let refusal: unknown;
  const starting = processes.map(async (replica) => {
    const { name, port } = replica;
    const toKeep = processOf(replica, options, kept, begin);
    const ready = `${name.padEnd(14)} ready on http://127.0.0.1:${port}`;
    try {
      if (name === 'console') await startConsole(toKeep, ready, options, kept);
      else
        await options.report.step(
          () => kept.keep(toKeep),
          () => ready,
        );
    } catch (error) {
      if (isRefusal(error) && !kept.isStopping) {
        refusal = error;
        void kept.stop(); // the caller's stop waits for this one
      }
      throw error;
    }
  });
  await settled(...starting).catch((error: unknown) => {
    throw refusal ?? error;
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof StackError && error.code === REFUSED;
}

function processOf(
  { name, service, port }: Replica,
  { mainOf, env: inherited = process.env, adapt }: StackOptions,
  kept: KeptProcesses,
  { around, served, beforeStart }: ServiceStart,
): KeepOptions {
  const main = mainOf?.(service) ?? serviceOf(service).main;
  const log = kept.log(name);
  return {
    name,
    start: async () => {
      await beforeStart();
      const { env: caller = inherited, inspectorPort } = served.get(name) ?? {};
      const own = serviceEnvironment(service, around, caller);
      const env = adapt ? await adapt(name, own) : own;
      return startService({ name, main, port, env, log, inspectorPort });
    },
    ready: (process, timeout) => serviceReady(process, port, timeout),
    stopWith: stopServiceWith(serviceEnvironment(service, around, inherited)['SHUTDOWN_GRACE']),
  };
}

/**
 * No order depends on the page: a console that does not become ready in time, or dies while it starts, does not keep
 * the platform from starting. It is started again until it is ready, as after any death.
 */
async function startConsole(
  toKeep: KeepOptions,
  ready: string,
  { report }: StackOptions,
  kept: KeptProcesses,
): Promise<void> {
  const keep = async () => {
    try {
      await kept.keep(toKeep, CONSOLE_TIMEOUT);
      return undefined;
    } catch (error) {
      if (kept.isStopping || isRefusal(error)) throw error; // everything is stopped, or a person has to act
      return reasonOf(error);
    }
  };
  const notReady = 'console        not ready yet; the platform starts without it';
  const failure = await report.step(keep, (failure) => (failure === undefined ? ready : notReady));
  if (failure === undefined || kept.isStopping) return;
  report.say(failure);
  await kept.resume('console');
}
