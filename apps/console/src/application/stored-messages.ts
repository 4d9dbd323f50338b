import { Injectable } from '@nestjs/common';
import type { StreamMessage, StreamMessagesAnswer } from '@waybill/console-api';
import { StreamNotFound, type StoredMessage } from '@waybill/messaging';
import { eventIdOf, traceIdOf } from '../domain/headers.js';
import type { StoredFact } from '../domain/message-facts.js';
import { Broker, isBrokersSilence } from './broker.js';
import { NotKnown } from './errors.js';

const MOST_PAYLOAD_BYTES = 64 * 1024;

export interface PageWanted {
  sequence?: number;
  /** ISO 8601. */
  time?: string;
  /** A subject or a filter with `*` and `>`. */
  subject?: string;
  limit: number;
}

export interface StreamPosition {
  stream: string;
  sequence: number;
}

export interface Look {
  stored?: StoredFact;
  /** The stream has it no more, or is gone itself. False where the broker does not answer: nobody knows then. */
  removed: boolean;
}

/** Reads streams by position, without a consumer: nothing moves. */
@Injectable()
export class StoredMessages {
  constructor(private readonly broker: Broker) {}

  /** Whether the event lies at this position. */
  async look(eventId: string, { stream, sequence }: StreamPosition): Promise<Look> {
    if (!this.broker.isConnected()) return { removed: false };
    try {
      const message = await this.broker.connected.read(stream, sequence);
      // A stream that was made again counts from 1 again: another message may lie there.
      if (!message || eventIdOf(message.headers, eventId) !== eventId) return { removed: true };
      return { stored: factOf(message), removed: false };
    } catch (error) {
      if (error instanceof StreamNotFound) return { removed: true };
      if (isBrokersSilence(error)) return { removed: false };
      throw error;
    }
  }

  /** @throws NotKnown no such stream; BrokerUnavailable */
  async page(stream: string, { sequence, time, subject, limit }: PageWanted): Promise<StreamMessagesAnswer> {
    const reader = this.broker.connected;
    const status = await reader.streamStatus(stream);
    if (!status) throw new NotKnown(`There is no stream ${stream}.`);
    const from =
      sequence !== undefined ? { sequence } : time !== undefined ? { time: new Date(time) } : undefined;
    const found = await reader.readPage(stream, {
      limit,
      ...(subject !== undefined && { filter: subject }),
      ...(from && { from }),
    });
    const last = found.at(-1)?.sequence ?? status.lastSequence;
    const more = from !== undefined && found.length === limit && last < status.lastSequence;
    return { items: found.map(viewOf), ...(more && { nextSequence: last + 1 }) };
  }
}

function factOf({ stream, sequence, subject, headers, body, storedAt }: StoredMessage): StoredFact {
  return {
    stream,
    sequence,
    subject,
    headers: { ...headers },
    payload: dataOf(new TextDecoder().decode(body)),
    storedAt: new Date(storedAt).toISOString(),
  };
}

function viewOf({ stream, sequence, subject, storedAt, headers, body, id }: StoredMessage): StreamMessage {
  const traceId = traceIdOf(headers);
  return {
    stream,
    sequence,
    subject,
    storedAt: new Date(storedAt).toISOString(),
    eventId: eventIdOf(headers, id),
    headers: { ...headers },
    payload: new TextDecoder().decode(body.subarray(0, MOST_PAYLOAD_BYTES)),
    truncated: body.length > MOST_PAYLOAD_BYTES,
    ...(traceId !== undefined && { traceId }),
  };
}

/** An event's data is JSON; whatever else lies there is shown as text. */
export function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
