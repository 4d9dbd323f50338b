import type { EventContract } from '@waybill/messaging';
import {
  asyncApiOf,
  describeMessaging,
  planConsumers,
  type DescribedService,
} from '@waybill/messaging/operations';
import { collectContracts, loadSubscriptions } from '../message-map/collect.js';

/** Deliveries are not part of the document. */
const ACK_WAIT_MS = 10_000;

/** The document as text, of the contracts and each service's subscriptions. */
export async function renderAsyncApi(): Promise<string> {
  return `${JSON.stringify(asyncApiOf(await describeServices()), null, 2)}\n`;
}

/** As each service would describe itself if it were running. */
async function describeServices(): Promise<DescribedService[]> {
  const contracts = await collectContracts();
  const subscriptions = await loadSubscriptions();
  const services = [...new Set([...contracts.map(({ owner }) => owner), ...subscriptions.keys()])].sort();
  return services.map((service) => ({
    service,
    ...describeMessaging(
      contracts.filter((contract) => contract.owner === service && isNewest(contract, contracts)),
      planConsumers(subscriptions.get(service) ?? [], ACK_WAIT_MS),
    ),
  }));
}

/** An owner publishes the newest version only. */
function isNewest(contract: EventContract, contracts: readonly EventContract[]): boolean {
  return !contracts.some(({ type, version }) => type === contract.type && version > contract.version);
}
