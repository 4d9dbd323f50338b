import type {
  ErasureReport,
  InboxRecord,
  ServiceDescription,
  ServiceLink,
} from '@waybill/messaging/operations';

/** A consumer that an erasure's event goes to. */
export interface Follower {
  service: string;
  consumer: string;
  eventId: string;
  /** Null: not yet. */
  outcome: InboxRecord['outcome'];
}

/** Every consumer that declares to handle one of these events. */
export function followersOf(
  reports: readonly Pick<ErasureReport, 'events'>[],
  described: ReadonlyMap<string, readonly ServiceDescription[]>,
): Follower[] {
  const events = reports.flatMap((report) => report.events);
  return [...described].flatMap(([service, descriptions]) => {
    const consumers = new Map(
      descriptions.flatMap((each) => each.consumers.map((found) => [found.consumer, found] as const)),
    );
    return [...consumers.values()].flatMap(({ consumer, routes }) =>
      events
        .filter(({ type }) => routes.some((route) => route.type === type))
        .map(({ id }): Follower => ({ service, consumer, eventId: id, outcome: null })),
    );
  });
}

/** How far each of them is. */
export async function readOutcomes(
  link: Pick<ServiceLink, 'ask'>,
  followers: readonly Follower[],
): Promise<Follower[]> {
  const found = new Map<string, InboxRecord[]>();
  for (const service of new Set(followers.map((each) => each.service))) {
    const eventIds = [...new Set(followers.map(({ eventId }) => eventId))];
    found.set(service, await link.ask(service, 'inbox.find', { eventIds }));
  }
  return followers.map((follower) => {
    const record = found
      .get(follower.service)!
      .find(({ consumer, eventId }) => consumer === follower.consumer && eventId === follower.eventId);
    return { ...follower, outcome: record?.outcome ?? null };
  });
}
