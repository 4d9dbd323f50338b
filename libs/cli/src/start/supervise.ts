import { join } from 'node:path';
import { portPlan, reasonOf, stackConfig, startStack, textReporter, type Stack } from '@waybill/stack';
import { declaredUsers } from './declared-users.js';
import type { StartFlags } from './flags.js';
import { printState } from './print-state.js';
import { workspaceDemo } from '../workspace-parts.js';
import { StopSignals } from './stop-signals.js';
import { watchStack } from './watch-stack.js';

/** Runs the platform in this process until a signal stops it, then drains. Returns the exit status. */
export async function supervise(flags: StartFlags): Promise<number> {
  const write = (text: string) => void process.stdout.write(text);
  process.stdout.on('error', () => undefined); // the terminal was closed: SIGHUP follows, and the drain must not fail
  const signals = new StopSignals();
  const endDemo = new AbortController();
  let stack: Stack | undefined;
  let watching: { close(): Promise<void> } | undefined;
  try {
    const config = stackConfig();
    stack = await startStack(
      {
        dataDir: flags.dataDir,
        ports: portPlan(flags.portBase),
        config,
        ...(config.brokerUsers && { brokerUsers: declaredUsers(flags.dataDir) }),
        fresh: flags.fresh,
        brokers: flags.brokers,
        replicas: flags.replicas,
        report: textReporter(write),
        // While one waits for a restart, no load balancer has to notice the stop.
        ...(flags.watch && { env: { SHUTDOWN_GRACE: '0s', ...process.env } }),
      },
      signals,
    );
    printState(stack.state);
    watching = flags.watch ? await watchStack(stack, flags.dataDir, write) : undefined;
    const demo = flags.demo ? demonstrate(stack, endDemo.signal, write) : Promise.resolve();
    const seconds = (performance.now() / 1000).toFixed(1); // since the process began
    write(`Up in ${seconds} s; logs are in ${join(flags.dataDir, 'logs')}. Ctrl-C stops everything.\n`);
    await signals.stopped;
    write('\nStopping: services finish what they are doing, then the servers.\n');
    endDemo.abort();
    await Promise.race([demo, signals.impatience]);
  } catch (error) {
    if (!signals.stop.aborted) throw error;
    write('\nStopped while starting.\n');
    return 130;
  } finally {
    endDemo.abort();
    await watching?.close();
    await stack?.stop(signals.now);
  }
  write('Stopped; the data is kept.\n');
  return 0;
}

/** The workspace's demo, so that there is something to see. If it fails, the platform goes on. */
async function demonstrate(stack: Stack, signal: AbortSignal, write: (text: string) => void): Promise<void> {
  try {
    const startDemo = await workspaceDemo();
    await startDemo?.({ urls: stack.state.urls, signal, log: (line) => write(`  ${line}\n`) });
  } catch (error) {
    if (!signal.aborted) write(`  the demo has stopped: ${reasonOf(error)}\n`);
  }
}
