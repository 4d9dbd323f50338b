import { MessagingError } from '../errors.js';
import { typesOf } from '../topology/consumer-survey.js';
import { OWNER } from '../transport/metadata.js';
import type { StreamAdmin, StreamReader } from '../transport/stream-transport.js';
import type { PlatformSurvey } from './platform-survey.js';
import { keptBy, type PrunePlan, type StaleType } from './prune-plan.js';
import type { ServiceLink } from './service-link.js';

/** Durables are made again with a type as long as another durable of the consumer has it, by a replica that looks in between. */
const NARROW_ATTEMPTS = 5;

/** A running process makes durables again with what was to be removed. */
export class PruneIncomplete extends MessagingError {
  readonly code = 'PRUNE_INCOMPLETE';
}

interface Broker {
  reader: Pick<StreamReader, 'durables'>;
  admin: Pick<StreamAdmin, 'deleteConsumer' | 'deleteStream'>;
}

/**
 * Removes what the plan names, on the broker first: positions lie in the services' databases, and what was removed too
 * much is made again from there. Each service that replies records it.
 *
 * @param onRemoved is called with each thing that was removed
 * @throws PruneIncomplete, BrokerUnavailable, or what a service refuses with
 */
export async function prune(
  broker: Broker,
  link: Pick<ServiceLink, 'ask'>,
  survey: PlatformSurvey,
  { durables, types, rows, streams }: PrunePlan,
  onRemoved: (what: string) => void = () => {},
): Promise<void> {
  const removed: { service: string; what: string }[] = [];
  const note = (service: string, what: string) => {
    removed.push({ service, what });
    onRemoved(what);
  };
  for (const { service, stream, name } of durables) {
    await broker.admin.deleteConsumer(stream, name);
    note(service, `durable ${name} of ${stream}`);
  }
  for (const stale of types) {
    await narrow(broker, stale);
    note(stale.service, `${stale.type} of ${stale.consumer}`);
  }
  for (const { name, service } of streams) {
    await broker.admin.deleteStream(name);
    note(service, `stream ${name}`);
  }
  for (const [service, consumers] of survey.consumers) {
    if (consumers.length === 0) continue;
    const own = removed.filter((each) => each.service === service).map(({ what }) => what);
    const mine = types.filter((each) => each.service === service);
    if (own.length === 0 && !rows.some((each) => each.service === service)) continue;
    const forgotten = await link.ask(service, 'consumers.forget', {
      keep: keptBy(survey, service),
      types: mine.map(({ consumer, type }) => ({ consumer, type })),
      removed: own,
      dryRun: false,
    });
    for (const { consumer, rows } of forgotten) onRemoved(`${rows} rows of ${consumer} (${service})`);
  }
}

async function narrow(broker: Broker, { consumer, stream, type }: StaleType): Promise<void> {
  for (let attempt = 1; attempt <= NARROW_ATTEMPTS; attempt++) {
    const own = (await broker.reader.durables(stream)).filter(
      (durable) => durable.metadata[OWNER.consumer] === consumer,
    );
    if (!own.some((durable) => typesOf(durable).includes(type))) return;
    await Promise.all(own.map(({ name }) => broker.admin.deleteConsumer(stream, name)));
  }
  throw new PruneIncomplete(
    `a running process makes the durables of ${consumer} again with ${type}: is a version deployed that takes it?`,
  );
}
