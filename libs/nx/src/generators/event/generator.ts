import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { exportContract, newestEvents } from '../contracts.ts';
import { afterwards } from '../derived-files.ts';
import { requireDatabase, requireService } from '../existing-service.ts';
import { addToService } from '../service-file.ts';
import { contractText } from '../service/files/contract.ts';
import { keyOf, ownKey } from '../service/keys.ts';
import { domainOf, emittedEvent } from '../service/plan.ts';
import { requireEmittable } from '../service/requirements.ts';

export interface EventOptions {
  /** `payment.refunded` */
  readonly type: string;
  readonly owner: string;
}

/** Declares an event of a service: its contract, and that the service publishes it. */
export const eventGenerator = recorded('event', makeEvent);

async function makeEvent(tree: Tree, { type, owner }: EventOptions, now: Date): Promise<GeneratorCallback> {
  const service = requireService(tree, 'owner', owner);
  requireDatabase(service, 'owner');
  const known = newestEvents(tree);
  requireEmittable(tree, type, owner, known, 'type');
  // Events of one domain are in one stream, in the order of their key.
  const sibling = known.find((event) => domainOf(event.type) === domainOf(type));
  const event = emittedEvent(type, owner, sibling ? keyOf(tree, sibling) : ownKey(domainOf(type)));
  tree.write(event.file, contractText(event, now));
  exportContract(tree, event.exportName, event.file);
  const contract = { name: event.exportName, from: service.contractsPackage };
  addToService(tree, owner, 'publishes', event.exportName, [contract]);
  await formatFiles(tree);
  return afterwards(tree, service, [
    `${event.file} declares ${type}: say there what it carries. outbox.publish(tx, ${event.exportName}, …) publishes it, in a handler or use case of ${owner}.`,
  ]);
}
