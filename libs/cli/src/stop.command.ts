import { CliError } from './cli-error.js';
import { printResult, type AddCommand, type Run } from './command.js';

/** Milliseconds: services, nats-server and Postgres may each take half a minute before they are killed. */
const PATIENCE = 120_000;

export const stop: AddCommand = (program, run) =>
  program
    .command('stop')
    .description('stop the running platform: the services drain, then the servers stop')
    .action(async () => {
      const outcome = await stopPlatform(run);
      printResult(run, { dataDir: run.dataDir, ...outcome }, () => describe(outcome, run.dataDir));
    });

interface Outcome {
  readonly stopped: 'stack' | 'leftovers' | 'nothing';
  readonly pids: readonly number[];
}

async function stopPlatform({ dataDir, stderr, signal: called }: Run): Promise<Outcome> {
  const { lives, orphansOf, removeState, runningSupervisor, signal, stopOrphans, waitUntil } =
    await import('@waybill/stack');
  const supervisor = runningSupervisor(dataDir);
  if (supervisor === undefined) {
    const orphans = orphansOf(dataDir);
    await stopOrphans(dataDir, orphans, (line) => stderr.write(`${line}\n`));
    removeState(dataDir);
    const pids = Object.values(orphans).map(({ pid }) => pid);
    return { stopped: pids.length > 0 ? 'leftovers' : 'nothing', pids };
  }
  signal(supervisor, 'SIGTERM');
  await waitUntil(() => !lives(supervisor), {
    until: `process ${supervisor.pid} has ended`,
    timeout: PATIENCE,
    signal: called,
  }).catch((cause: unknown) => {
    throw new CliError(`the platform on ${dataDir} (process ${supervisor.pid}) has not stopped yet`, {
      cause,
      fix: `see ${dataDir}/logs; as a last resort: kill -9 ${supervisor.pid}, then npm run waybill -- stop`,
    });
  });
  return { stopped: 'stack', pids: [supervisor.pid] };
}

function describe({ stopped, pids }: Outcome, dataDir: string): string {
  switch (stopped) {
    case 'stack':
      return `Stopped the platform on ${dataDir}; the data is kept.`;
    case 'leftovers':
      return `Stopped ${pids.length} processes left over on ${dataDir} from a platform that was killed.`;
    case 'nothing':
      return `Nothing is running on ${dataDir}.`;
  }
}
