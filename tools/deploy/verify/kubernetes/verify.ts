import { messagingServices, serviceNames } from '@waybill/stack';
import { databaseName } from '@waybill/stack/parts';
import type { Servers } from '../../../faults/evidence/settled.ts';
import { installWitness } from '../../../faults/lab/witness.ts';
import type { Bases } from '../../bases/bases.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import { Orders } from '../orders.ts';
import { report } from '../report.ts';
import { Cluster } from './cluster.ts';
import { localOverlay } from './local-overlay.ts';
import { requireNothingLost } from './messages.ts';
import { named, ofKind } from '../../kubernetes/objects.ts';
import { rollingUpdate } from './rolling-update.ts';

/** Brings deploy/kubernetes/overlays/local up with podman, and updates a service under load. */
export async function verifyKubernetes(
  engine: ContainerEngine,
  images: { version: string; bases: Bases },
): Promise<void> {
  const { manifests, secret } = await localOverlay(engine.folder, images);
  await using cluster = await Cluster.make(engine, manifests);

  const sets = ofKind(manifests, 'StatefulSet');
  const [postgres, nats] = await cluster.start(named(sets, 'postgres'), named(sets, 'nats'));
  await cluster.runToEnd(named(ofKind(manifests, 'Job'), 'migrations'));
  const administrator = moved(await secret('postgres-url'), postgres!.addressOf('postgres'));
  const servers: Servers = {
    databases: messagingServices.map((service) => ({
      service,
      administratorUrl: Object.assign(new URL(administrator), { pathname: databaseName(service) }).href,
    })),
    broker: { url: moved(await secret('operator-nats-url'), nats!.addressOf('nats')).href },
  };
  await Promise.all(servers.databases.map(installWitness));
  const deployments = ofKind(manifests, 'Deployment');
  await cluster.start(...deployments);
  report(
    `${deployments.length} Deployments of ${serviceNames.length} services are ready, after their migrations`,
  );

  const orders = new Orders(cluster);
  await orders.stock();
  await orders.countedUp(await orders.settled([await orders.place()]));
  report('an order was served end to end');

  const before = await orders.counted();
  const ofOrder = deployments.filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'order',
  );
  const accepted = await rollingUpdate(cluster, ofOrder, orders);
  await orders.countedUp(before + (await orders.settled(accepted)));
  report(`all pods of order were replaced: ${accepted.length} orders were accepted, and no request failed`);
  report(`none of ${await requireNothingLost(servers)} messages was lost, doubled or handled out of order`);
}

/** Where this machine reaches it. */
function moved(url: string, host: string): URL {
  return Object.assign(new URL(url), { host });
}
