import type { Orders } from './orders.ts';
import type { Platform } from './platform.ts';

/**
 * Stops the order service while orders come in, as an orchestrator does, and starts it again.
 *
 * @returns how many orders were accepted: all of them were settled, and those that were confirmed counted once
 */
export async function stopUnderLoad(platform: Platform, orders: Orders): Promise<number> {
  const before = await orders.counted();
  const accepted: string[] = [];
  const stopping = new AbortController();
  const { promise: loaded, resolve: enough } = Promise.withResolvers<void>();
  const customers = Array.from({ length: 4 }, async () => {
    while (!stopping.signal.aborted) {
      try {
        accepted.push(await orders.place());
      } catch {
        if (stopping.signal.aborted) return; // it has stopped: an order that was refused is none
      }
      if (accepted.length >= 20) enough();
    }
  });
  await loaded;
  const container = platform.container('order');
  // stop_grace_period: podman alone would kill it after ten seconds.
  await platform.engine.run('podman', ['stop', '--time', '40', container]);
  stopping.abort();
  await Promise.all(customers);
  const status = await platform.inspect('order', '{{.State.ExitCode}}');
  if (status !== '0') throw new Error(`order ended with status ${status} on SIGTERM`);

  await platform.engine.run('podman', ['start', container]);
  await platform.ready('order');
  await orders.countedUp(before + (await orders.settled(accepted)));
  return accepted.length;
}
