import { existsSync } from 'node:fs';
import { StackError } from '../errors.js';
import type { LogFile } from '../process/log-file.js';
import { failIfGone, startProcess, type RunningProcess } from '../process/running-process.js';
import type { StopOptions } from '../process/stop-process.js';
import { waitUntil } from '../process/wait-until.js';
import { getJson } from './http-get.js';

/** A service to run: where its program is and what it is told. */
export interface ServiceOptions {
  readonly name: string;
  /** `apps/<service>/dist/main.js` */
  readonly main: string;
  readonly port: number;
  /** Its whole environment, beyond PATH and the like. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: LogFile;
}

/** SIGTERM makes a service drain: it ends running requests and handlers, and the relay's batch. */
export const stopServiceWith: Omit<StopOptions, 'now'> = { signal: 'SIGTERM', deadline: 30_000 };

/** From the caller's environment: what a process needs to run at all, and what is meant for the services. */
const PASSED_ON =
  /^(PATH|HOME|TMPDIR|LANG|LC_.*|TZ|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|LOG_LEVEL|ROLES|DATABASE_POOL|NATS_CREDS|NATS_CA|OTEL_.*|WAYBILL_.*)$/;

/**
 * Heap limits in MiB: a small young generation and an early end to growth. Measured with all of the platform,
 * before and after an import of 7,409 orders: 480 and 1,100 MB resident without them, 370 and 590 with an old
 * space of 192, for a tenth of its speed. 256 leaves room for the largest request, an import of 16 MiB.
 */
const LEAN = ['--max-semi-space-size=2', '--max-old-space-size=256'];

export async function startService(options: ServiceOptions): Promise<RunningProcess> {
  const { name, main, port, env, log } = options;
  if (!existsSync(main)) {
    throw new StackError('SERVICE_NOT_BUILT', `${name} is not built: there is no ${main}`, {
      fix: 'npx nx run-many -t build',
    });
  }
  const passedOn = Object.entries(process.env).filter(([key]) => PASSED_ON.test(key));
  return startProcess(
    {
      name,
      file: process.execPath,
      args: [...LEAN, '--enable-source-maps', main],
      env: { ...Object.fromEntries(passedOn), PORT: String(port), ...env },
    },
    log,
  );
}

/** Resolves when `/health/ready` says 200. While it says 503, what is missing is in the error if time runs out. */
export async function serviceReady(process: RunningProcess, port: number, timeout = 60_000): Promise<void> {
  const url = `http://127.0.0.1:${port}/health/ready`;
  await waitUntil(
    async () => {
      const { status, body } = await getJson(url);
      if (status === 200) return true;
      throw new StackError('NOT_READY', `${url} answers ${status} ${JSON.stringify(body)}`);
    },
    { until: `${process.name} is ready`, timeout, every: 50, orFail: () => failIfGone(process) },
  );
}
