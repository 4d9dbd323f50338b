import { join } from 'node:path';
import { wholeNumber } from './arguments.js';
import { CliError } from './cli-error.js';
import { print, type AddCommand, type Run } from './command.js';
import { readState, urlOf } from './state.js';

export const serve: AddCommand = (program, run) =>
  program
    .command('serve')
    .description(
      'run one service of the running platform for development: restart on change, debugger, output',
    )
    .argument('<service>')
    .option(
      '--inspect-port <port>',
      "the debugger's port (default: the service's + 6229)",
      wholeNumber(1, 65_535),
    )
    .action((service, { inspectPort }) => serveService(run, service, inspectPort));

/**
 * The supervisor of `npm start` runs the service on its usual port and keeps it running, as this terminal says: with its
 * environment and a debugger. When this command ends, even by SIGKILL, the supervisor runs it as before.
 */
async function serveService(run: Run, service: string, inspectPort: number | undefined): Promise<void> {
  const state = await readState(run.dataDir);
  const url = urlOf(state, service);
  const { controlOf, inspectorPort, requireFreePorts, runningLogins, workspaceRoot } =
    await import('@waybill/stack');
  const control = controlOf(run.dataDir);
  if (control === undefined) {
    throw new CliError(`the supervisor of ${run.dataDir} is gone, its services are not`, {
      fix: 'npm run waybill -- stop, then npm start',
    });
  }
  const port = inspectPort ?? inspectorPort(Number(new URL(url).port));
  await requireFreePorts({ 'the debugger': port });

  const [{ SupervisorLink }, { ServiceWatch }, { bringUpDatabase }, { followFile }] = await Promise.all([
    import('./watch/supervisor-link.js'),
    import('./watch/watch-services.js'),
    import('./watch/bring-up-database.js'),
    import('./watch/follow-file.js'),
  ]);
  const link = new SupervisorLink(control);
  const { over } = await link.serve(service, port, run.signal);
  await followFile(join(run.dataDir, 'logs', `${service}.log`), (text) => run.stdout.write(text), run.signal);
  const root = workspaceRoot();
  const watch = await ServiceWatch.start({
    root,
    services: [service],
    restart: (name) => link.restart(name, run.signal),
    bringUpDatabase: (name) =>
      bringUpDatabase(root, name, runningLogins(run.dataDir, name, state.postgres[name]!)),
    say: (line) => print(run, line),
  });
  try {
    await link.restart(service, run.signal).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      print(run, error.message); // the next save may mend it
    });
    print(run, `${service} is served on ${url}, with its debugger on 127.0.0.1:${port}.`);
    print(run, 'It restarts when code that it loads is saved. Ctrl-C gives it back to npm start.');
    await over;
  } finally {
    await watch.close();
  }
  if (!run.signal.aborted) throw new CliError('the platform was stopped');
  print(run, `${service} is given back to npm start.`);
}
