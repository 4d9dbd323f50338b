import { decodeHeader, encodeHeader } from '../message/cloud-events.js';
import { matchesSubject } from '../contract/subject-filter.js';
import { SubjectTaken } from '../errors.js';
import type { StoredMessage, StreamReader } from '../transport/stream-transport.js';
import type { Headers, Position, Published, Publisher } from '../transport/transport.js';
import { inReplaySpan } from '../tracing/replay-span.js';
import {
  DeadLetterIncomplete,
  DeadLetterNotFound,
  DeadLetterOrphaned,
  DeadLetterResolved,
  RESOLUTION_HEADERS,
  resolvedBy,
  toDeadLetter,
  type DeadLetter,
} from './dead-letter.js';
import { DEAD_HEADERS } from './dead-letters.js';
import { changesAfter, listLetters, type DeadLetterChanges, type LetterFilter } from './read-letters.js';
import { DEAD_STREAM, parseDeadSubject, replayId, resolutionSubject } from './subjects.js';

/** Who resolves a letter, for the record. */
export interface ResolveOptions {
  /** The caller's own word, at most 100 characters. */
  by?: string;
  /** The job on whose behalf: it recognises by it what it has done before. */
  job?: string;
}

/**
 * Lists dead letters and resolves them: replays or discards. Every resolution is recorded in the `DEAD` stream itself.
 * Replays are traced by OpenTelemetry, unless the caller records spans itself and passes its own `inSpan`.
 */
export class DeadLetterQueue {
  constructor(
    private readonly publisher: Publisher,
    private readonly reader: StreamReader,
    private readonly inSpan: typeof inReplaySpan = inReplaySpan,
  ) {}

  /**
   * Newest first. By default only the open ones. Reads from the end of the stream, and no further than it takes.
   *
   * @throws StreamNotFound before any service has started
   */
  async list({ consumer, ...filter }: LetterFilter = {}): Promise<DeadLetter[]> {
    // No consumer has such a name, and in a filter it would match others.
    if (consumer !== undefined && !/^[^\s.*>]+$/.test(consumer)) return [];
    return listLetters(this.reader, { consumer, ...filter });
  }

  /** For an index of the letters: at most `limit` changes, after those that it has. */
  changesAfter(position: Position | undefined, limit: number): Promise<DeadLetterChanges> {
    return changesAfter(this.reader, position, limit);
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetter> {
    const message = await this.find(id);
    const letter = toDeadLetter(message);
    const resolution = await this.reader.readLast(DEAD_STREAM, resolutionSubject(letter.consumer, id));
    return resolution ? resolvedBy(letter, resolution) : letter;
  }

  /**
   * Delivers the message once more, to the consumer that failed and to no other; with `payload` instead of its own, if
   * that is given (the letter keeps its own). A second call finds the record of the first one, and is refused.
   *
   * @throws DeadLetterNotFound, DeadLetterResolved, DeadLetterIncomplete, DeadLetterOrphaned, BrokerUnavailable
   */
  async replay(id: string, { payload, ...who }: ResolveOptions & { payload?: string } = {}): Promise<void> {
    await this.resolve(id, who, {
      action: 'replay',
      messageId: replayId(id),
      bodyOf: (message) => {
        const own = wholeBodyOf(message);
        return payload ?? own;
      },
      headers: payload === undefined ? {} : { [RESOLUTION_HEADERS.edited]: 'true' },
    });
  }

  /** Closes the letter for good, with the reason recorded. @throws as `replay` */
  async discard(id: string, reason: string, who: ResolveOptions = {}): Promise<void> {
    await this.resolve(id, who, {
      action: 'discard',
      messageId: `discard:${id}`,
      bodyOf: () => '',
      headers: { [RESOLUTION_HEADERS.reason]: encodeHeader(reason) },
    });
  }

  private async resolve(id: string, who: ResolveOptions, resolution: Resolution): Promise<void> {
    const { action, messageId } = resolution;
    const message = await this.find(id);
    const { consumer, eventId, subject } = toDeadLetter(message);
    if (action === 'replay') await this.requireListener(consumer, id);
    const publish = (headers: Headers) =>
      this.publisher.publish({
        id: messageId,
        subject: resolutionSubject(consumer, id),
        headers: {
          ...headers,
          [RESOLUTION_HEADERS.action]: action,
          ...resolution.headers,
          ...(who.by !== undefined && { [RESOLUTION_HEADERS.by]: encodeHeader(who.by) }),
          ...(who.job !== undefined && { [RESOLUTION_HEADERS.job]: encodeHeader(who.job) }),
        },
        body: resolution.bodyOf(message),
        expectNew: true,
      });
    const { headers } = message;
    let stored: Published | undefined;
    try {
      stored =
        action === 'replay'
          ? await this.inSpan({ deadLetterId: id, eventId, consumer, subject, headers }, publish)
          : await publish(headers);
    } catch (error) {
      if (!(error instanceof SubjectTaken)) throw error;
    }
    if (stored && !stored.duplicate) return;
    const { state, resolved } = await this.show(id);
    throw new DeadLetterResolved(
      `dead letter ${id} was ${state} already, at ${resolved?.at}${resolved?.by ? ` by ${resolved.by}` : ''}`,
      state === 'replayed' ? 'replayed' : 'discarded',
      resolved,
    );
  }

  /** A replay that no durable takes would be recorded as done, and reach no consumer. */
  private async requireListener(consumer: string, id: string): Promise<void> {
    const subject = resolutionSubject(consumer, id);
    const durables = await this.reader.durables(DEAD_STREAM);
    if (durables.some(({ filters }) => filters.some((filter) => matchesSubject(filter, subject)))) return;
    throw new DeadLetterOrphaned(
      `no service has a consumer ${consumer} any more, and a replay would not be handled: start the service that has it, ` +
        `declare the consumer that took over with formerly: '${consumer}', or discard the letter`,
    );
  }

  private async find(id: string): Promise<StoredMessage> {
    const message = await this.reader.read(DEAD_STREAM, id);
    if (!message || parseDeadSubject(message.subject)?.kind !== 'letter') {
      throw new DeadLetterNotFound(`there is no dead letter ${id}: "dead-letters list" shows them all`);
    }
    return message;
  }
}

interface Resolution {
  action: 'replay' | 'discard';
  messageId: string;
  bodyOf: (message: StoredMessage) => string | Uint8Array;
  headers: Headers;
}

function wholeBodyOf({ headers, body }: StoredMessage): Uint8Array {
  const why = headers[DEAD_HEADERS.incomplete];
  if (why === undefined) return body;
  throw new DeadLetterIncomplete(
    `the message did not fit into a dead letter (${decodeHeader(why)}): it is in stream ` +
      `${headers[DEAD_HEADERS.stream]} at ${headers[DEAD_HEADERS.position]}, publish it again from there`,
  );
}
