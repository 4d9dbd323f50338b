import { DEAD_STREAM } from '../dead-letter/subjects.js';
import type { ForgottenConsumer } from '../inspection/protocol.js';
import { typesOf } from '../topology/consumer-survey.js';
import { OWNER } from '../transport/metadata.js';
import type { StreamReader } from '../transport/stream-transport.js';
import { namesIn, type PlatformSurvey, type SurveyedDurable } from './platform-survey.js';
import type { ServiceLink } from './service-link.js';

/** What nothing declares any more. */
export interface PrunePlan {
  durables: { service: string; consumer: string; stream: string; name: string; why: string }[];
  /** Event types that durables still pull and no running process takes: the consumer's durables are made again without. */
  types: StaleType[];
  /** What databases keep of consumers that are gone. */
  rows: (ForgottenConsumer & { service: string })[];
  /** Where asked for, and those of services that no longer exist. */
  streams: { name: string; service: string; messages: number }[];
}

export interface StaleType {
  service: string;
  consumer: string;
  stream: string;
  type: string;
  /** Messages of this type that were not handled, up to `MOST_COUNTED`. */
  unhandled: number;
}

/** More are not counted. */
export const MOST_COUNTED = 1_000;

export interface PruneOptions {
  /** Every stream that no running process uses. */
  streams: boolean;
  /** All services that exist, running or not: nobody will use the stream of another one again. Undefined if that is not known. */
  services?: readonly string[];
}

/** Looks only. @throws BrokerUnavailable, or what a service that runs refuses with */
export async function planPrune(
  reader: Pick<StreamReader, 'readPage'>,
  link: Pick<ServiceLink, 'ask'>,
  survey: PlatformSurvey,
  { streams, services }: PruneOptions,
): Promise<PrunePlan> {
  const running = [...survey.consumers].filter(([, consumers]) => consumers.length > 0);
  const rows = await Promise.all(
    running.map(async ([service]) => {
      const request = { keep: keptBy(survey, service), types: [], removed: [], dryRun: true };
      return (await link.ask(service, 'consumers.forget', request)).map((each) => ({ ...each, service }));
    }),
  );
  return {
    durables: survey.durables
      .filter(({ state }) => state !== 'declared')
      .map(({ status: { stream, name }, service, consumer, ...durable }) => ({
        ...{ service, consumer, stream, name },
        why: reasonFor(durable),
      })),
    types: await staleTypes(reader, survey),
    rows: rows.flat(),
    streams: survey.streams
      .filter(({ name, metadata }) => metadata[OWNER.service] && !survey.used.has(name))
      .map(({ name, metadata, messages }) => ({ name, service: metadata[OWNER.service]!, messages }))
      .filter(({ service }) => streams || (services && !services.includes(service))),
  };
}

/** Every name, present or former, that a running process of the service declares. */
export function keptBy({ consumers }: PlatformSurvey, service: string): string[] {
  return [...new Set((consumers.get(service) ?? []).flatMap(namesIn))].sort();
}

function reasonFor({ state, declarations }: Pick<SurveyedDurable, 'state' | 'declarations'>): string {
  if (state === 'silent') return 'no process of the service replies';
  return declarations.length > 0 ? 'the consumer has other durables now' : 'no process declares the consumer';
}

async function staleTypes(
  reader: Pick<StreamReader, 'readPage'>,
  { durables }: PlatformSurvey,
): Promise<StaleType[]> {
  const found = new Map<string, StaleType>();
  for (const { status, service, consumer, declarations, state } of durables) {
    const { stream, filters, completedTo } = status;
    if (state !== 'declared' || stream === DEAD_STREAM) continue;
    const known = declarations.flatMap(({ routes, ignores }) => [
      ...routes.map(({ type }) => type),
      ...ignores,
    ]);
    for (const type of typesOf(status).filter((each) => !known.includes(each))) {
      const key = `${consumer} ${stream} ${type}`;
      const stale = found.get(key) ?? { service, consumer, stream, type, unhandled: 0 };
      for (const filter of filters.filter((each) => each.startsWith(`${type}.`))) {
        const limit = MOST_COUNTED - stale.unhandled;
        const page = await reader.readPage(stream, { filter, from: { after: completedTo }, limit });
        stale.unhandled += page.length;
      }
      found.set(key, stale);
    }
  }
  return [...found.values()];
}
