import type { ConsumerInfo, JetStreamManager, Lister } from '@nats-io/jetstream';
import { BrokerUnavailable } from '../errors.js';

/** The client's type leaves out the page that it has just read. */
type PagedLister = Lister<ConsumerInfo> & { readonly pageInfo: { missing?: string[] } };

/**
 * Every consumer of a stream. In a cluster each is described by its own leader, and the server leaves out of its list those
 * that have none at the moment. To the caller they would be gone: inbox rows would be deleted that their messages still
 * need, and they would be created again elsewhere.
 *
 * @throws BrokerUnavailable some were left out
 * @throws JetStreamApiError
 */
export async function listConsumers(jsm: JetStreamManager, stream: string): Promise<ConsumerInfo[]> {
  const lister = jsm.consumers.list(stream) as PagedLister;
  const all: ConsumerInfo[] = [];
  for (let page = await lister.next(); page.length > 0; page = await lister.next()) {
    requireAll(lister, stream);
    all.push(...page);
  }
  requireAll(lister, stream);
  return all;
}

function requireAll({ pageInfo: { missing = [] } }: PagedLister, stream: string): void {
  if (missing.length === 0) return;
  throw new BrokerUnavailable(
    `consumers of stream ${stream} have no leader at the moment: ${missing.toSorted().join(', ')}`,
  );
}
