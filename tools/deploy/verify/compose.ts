import { serviceNames } from '@waybill/stack';
import type { Bases } from '../bases/bases.ts';
import type { ContainerEngine } from '../containers/container-engine.ts';
import { requireHardened } from './hardened.ts';
import { Orders } from './orders.ts';
import { Platform } from './platform.ts';
import { report } from './report.ts';
import { stopUnderLoad } from './stop-under-load.ts';

/** Brings deploy/compose.yaml up, and has it serve orders, across a `down` and an `up`, and across a stop under load. */
export async function verifyCompose(
  engine: ContainerEngine,
  images: { version: string; bases: Bases },
): Promise<void> {
  await using platform = await Platform.make(engine, images);
  await platform.up();
  for (const service of serviceNames)
    report(`${service} ready ${await platform.secondsToReady(service)} s after its start`);

  await requireHardened(platform, serviceNames);
  report('services run as a user, on a read-only root file system, without a shell; the health check passes');

  const orders = new Orders(platform);
  await orders.stock();
  const first = await orders.place();
  await orders.countedUp(await orders.settled([first]));
  report('an order was served end to end');

  await platform.down();
  await platform.up();
  await orders.settled([first]);
  report('down and up: the order is there');

  const accepted = await stopUnderLoad(platform, orders);
  report(`order stopped with status 0 under load: each of ${accepted} accepted orders was settled`);
}
