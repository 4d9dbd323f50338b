import { Injectable, Logger } from '@nestjs/common';
import type {
  DeadLetterGroup,
  DeadLetterResolution,
  DeadLettersResponse,
  DeadLetterView,
  PayloadCheck,
} from '@waybill/console-api';
import { DeadLetterNotFound, DeadLetterQueue, type DeadLetter } from '@waybill/messaging/operations';
import type { LetterCount } from '../domain/dead-letter-edges.js';
import { traceIdOf } from '../domain/headers.js';
import {
  DeadLetterStore,
  type FoundLetter,
  type GroupRow,
} from '../persistence/dead-letters/dead-letter-store.js';
import { Broker } from '../platform/broker.js';
import { ServiceInspector } from '../platform/service-inspector.js';
import { DeadLetterIndex } from './dead-letter-index.js';
import { EditRefused } from './errors.js';
import { LiveChanges } from './live-changes.js';
import { ReplaySpans, type InSpan } from './replay-spans.js';

/** Of one order, or of a page of messages. */
const MOST_FOUND = 500;

export interface ListQuery {
  group?: string;
  consumer?: string;
  state: 'open' | 'all';
  limit: number;
  before?: string;
}

/** Dead letters: found in the index, read from the stream. Each is resolved once, however many try. */
@Injectable()
export class DeadLetters {
  private readonly logger = new Logger('dead letters');

  constructor(
    private readonly broker: Broker,
    private readonly index: DeadLetterIndex,
    private readonly store: DeadLetterStore,
    private readonly inspector: ServiceInspector,
    private readonly spans: ReplaySpans,
    private readonly live: LiveChanges,
  ) {}

  /** @throws BrokerUnavailable, the database's errors */
  async list({ state, ...query }: ListQuery): Promise<DeadLettersResponse> {
    const queue = this.queue();
    await this.index.update();
    const [ids, groups] = await Promise.all([
      this.store.list({ ...query, openOnly: state === 'open' }),
      this.store.groups(true, query.consumer),
    ]);
    return { items: (await showAll(queue, ids)).map(viewOf), groups: groups.map(groupOf) };
  }

  /** While the broker is down, as last read. @throws the database's errors */
  async groups({ state, consumer }: Pick<ListQuery, 'state' | 'consumer'>): Promise<DeadLetterGroup[]> {
    await this.index.update();
    return (await this.store.groups(state === 'open', consumer)).map(groupOf);
  }

  /** Those with open letters, of every consumer; undefined if the index cannot be read. */
  openGroups(): Promise<DeadLetterGroup[] | undefined> {
    return this.ifKnown(async () => (await this.store.groups(true)).map(groupOf));
  }

  /** How many, by consumer and event; undefined if the index cannot be read. */
  counts(): Promise<LetterCount[] | undefined> {
    return this.ifKnown(() => this.store.counts());
  }

  /** Those with this id, or of the event with this id; undefined if the index cannot be read. */
  withId(id: string): Promise<FoundLetter[] | undefined> {
    return this.ifKnown(() => this.store.find({ ids: [id], eventIds: [id], limit: MOST_FOUND }));
  }

  /** Of events or of an order, newest first; undefined while broker or index cannot be read. */
  of(wanted: { eventIds: readonly string[] } | { conversation: string }): Promise<DeadLetter[] | undefined> {
    return this.ifKnown(async () => {
      const queue = this.queue();
      const found = await this.store.find({ ...wanted, limit: MOST_FOUND });
      return showAll(
        queue,
        found.map(({ id }) => id),
      );
    });
  }

  /** @throws DeadLetterNotFound, BrokerUnavailable */
  async show(id: string): Promise<DeadLetterView> {
    return viewOf(await this.queue().show(id));
  }

  /** What the consumer of a letter would refuse of this payload. @throws DeadLetterNotFound, ServiceAway, ServiceRefused */
  async check(id: string, payload: string): Promise<PayloadCheck> {
    const { service, consumer, subject, headers } = await this.queue().show(id);
    const edited = { consumer, subject, headers: { ...headers }, payload };
    return { errors: await this.inspector.ask(service, 'dead-letters.check', edited) };
  }

  /**
   * With a payload: that one instead of the letter's own, if its consumer accepts it.
   *
   * @throws EditRefused, ServiceAway, ServiceRefused; DeadLetterNotFound, DeadLetterResolved, DeadLetterIncomplete,
   *   DeadLetterOrphaned, BrokerUnavailable
   */
  async replay(id: string, options: { by?: string; payload?: string } = {}): Promise<DeadLetterResolution> {
    if (options.payload !== undefined) {
      const { errors } = await this.check(id, options.payload);
      if (errors.length > 0) throw new EditRefused(errors);
    }
    const { inSpan, traceId } = this.spans.recorder();
    await this.queue(inSpan).replay(id, options);
    await this.changed();
    return { id, state: 'replayed', traceId };
  }

  /** @throws DeadLetterNotFound, DeadLetterResolved, BrokerUnavailable */
  async discard(id: string, { by, reason }: { by?: string; reason: string }): Promise<DeadLetterResolution> {
    await this.queue().discard(id, reason, { by });
    await this.changed();
    return { id, state: 'discarded' };
  }

  /** @throws BrokerUnavailable */
  private queue(inSpan?: InSpan): DeadLetterQueue {
    return new DeadLetterQueue(this.broker.transport, this.broker.connected, inSpan);
  }

  /** For views that show more than letters, and are worth showing without them. */
  private async ifKnown<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      await this.index.update();
      return await read();
    } catch (error) {
      this.logger.debug(`the dead letters are not known now: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** The resolution is stored by now: it must not fail for want of the index, which follows by itself. */
  private async changed(): Promise<void> {
    await this.ifKnown(() => Promise.resolve());
    this.live.announce('dead-letters', 'messages');
  }
}

/** In this order; those that have expired meanwhile are left out. */
async function showAll(queue: DeadLetterQueue, ids: readonly string[]): Promise<DeadLetter[]> {
  const letters = await Promise.all(
    ids.map((id) =>
      queue.show(id).catch((error: unknown) => {
        if (error instanceof DeadLetterNotFound) return undefined;
        throw error;
      }),
    ),
  );
  return letters.filter((letter) => letter !== undefined);
}

function viewOf(letter: DeadLetter): DeadLetterView {
  return { ...letter, traceId: traceIdOf(letter.headers) };
}

function groupOf({ firstAt, lastAt, ...group }: GroupRow & { perHour: number[] }): DeadLetterGroup {
  return { ...group, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
}
