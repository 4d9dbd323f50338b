import { join } from 'node:path';
import { portPlan, reasonOf, stackConfig, startStack, textReporter, type Stack } from '@waybill/stack';
import type { StartFlags } from './flags.mjs';
import { printState } from './print-state.ts';
import { StopSignals } from './stop-signals.ts';

/** Runs the platform in this process until a signal stops it, then drains. Returns the exit status. */
export async function supervise(flags: StartFlags): Promise<number> {
  const write = (text: string) => void process.stdout.write(text);
  process.stdout.on('error', () => undefined); // the terminal was closed: SIGHUP follows, and the drain must not fail
  const signals = new StopSignals();
  const shoppers = new AbortController();
  let stack: Stack | undefined;
  try {
    stack = await startStack(
      {
        dataDir: flags.dataDir,
        ports: portPlan(flags.portBase),
        config: stackConfig(),
        fresh: flags.fresh,
        report: textReporter(write),
      },
      signals,
    );
    printState(stack.state);
    const shopping = flags.demo ? shop(stack, shoppers.signal, write) : Promise.resolve();
    const seconds = (performance.now() / 1000).toFixed(1); // since the process began
    write(`Up in ${seconds} s; logs are in ${join(flags.dataDir, 'logs')}. Ctrl-C stops everything.\n`);
    await signals.stopped;
    write('\nStopping: services finish what they are doing, then the servers.\n');
    shoppers.abort();
    await Promise.race([shopping, signals.impatience]);
  } catch (error) {
    if (!signals.stop.aborted) throw error;
    write('\nStopped while starting.\n');
    return 130;
  } finally {
    shoppers.abort();
    await stack?.stop(signals.now);
  }
  write('Stopped; the data is kept.\n');
  return 0;
}

/** Simulated shoppers, so that there is something to see. If they fail, the platform goes on. */
async function shop(stack: Stack, signal: AbortSignal, write: (text: string) => void): Promise<void> {
  try {
    const { startShoppers } = await import('../shoppers/start-shoppers.ts');
    await startShoppers({ urls: stack.state.urls, seed: 1, signal, log: (line) => write(`  ${line}\n`) });
  } catch (error) {
    if (!signal.aborted) write(`  the simulated shoppers have stopped: ${reasonOf(error)}\n`);
  }
}
