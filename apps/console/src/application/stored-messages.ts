import { Injectable } from '@nestjs/common';
import type { StreamMessage, StreamMessagesResponse } from '@waybill/console-api';
import {
  InvalidPayload,
  payloadStreamOf,
  referenceIn,
  StreamNotFound,
  withPayload,
  type DataReference,
  type StoredMessage,
} from '@waybill/messaging/operations';
import { eventIdOf, traceIdOf } from '../domain/headers.js';
import type { StoredFact } from '../domain/message-facts.js';
import { Broker, isUnavailable } from '../platform/broker.js';
import { NotKnown } from './errors.js';

const MOST_PAYLOAD_BYTES = 64 * 1024;
/** Of a payload that a message refers to. */
const MOST_SHOWN_BYTES = 2 * 1024 * 1024;

interface PageWanted {
  sequence?: number;
  /** ISO 8601. */
  time?: string;
  /** A subject or a filter with `*` and `>`. */
  subject?: string;
  limit: number;
}

export interface Look {
  stored?: StoredFact;
  /** The stream no longer holds it, or no longer exists. False while the broker is down: then it is not known. */
  removed: boolean;
}

/** Reads streams by position, without a consumer: nothing moves. */
@Injectable()
export class StoredMessages {
  constructor(private readonly broker: Broker) {}

  /** Whether the event is at this position. */
  async look(eventId: string, { stream, sequence }: { stream: string; sequence: number }): Promise<Look> {
    try {
      const message = await this.broker.connected.read(stream, String(sequence));
      // A stream that was made again counts from 1 again: this may be another message.
      if (!message || eventIdOf(message.headers, eventId) !== eventId) return { removed: true };
      const payload = await this.payloadOf(message);
      return { stored: { ...placeOf(message), payload }, removed: false };
    } catch (error) {
      if (error instanceof StreamNotFound) return { removed: true };
      if (isUnavailable(error)) return { removed: false };
      throw error;
    }
  }

  /** Also one that is stored beside the stream, if it is small enough to be shown. */
  private async payloadOf(message: StoredMessage): Promise<unknown> {
    const reference = referenceIn(message.headers);
    if (reference && reference.bytes > MOST_SHOWN_BYTES) return whereOf(reference);
    try {
      const whole = await withPayload(this.broker.connected, message);
      return dataOf(new TextDecoder().decode(whole.body));
    } catch (error) {
      if (!(reference && error instanceof InvalidPayload)) throw error;
      return error.message;
    }
  }

  /** @throws NotKnown no such stream; BrokerUnavailable */
  async page(
    stream: string,
    { sequence, time, subject, limit }: PageWanted,
  ): Promise<StreamMessagesResponse> {
    const reader = this.broker.connected;
    const status = await reader.streamStatus(stream);
    if (!status) throw new NotKnown(`There is no stream ${stream}.`);
    const from =
      sequence !== undefined
        ? { at: String(sequence) }
        : time !== undefined
          ? { time: new Date(time) }
          : undefined;
    const found = await reader.readPage(stream, { limit, filter: subject, from });
    const end = Number(status.lastPosition);
    const last = Number(found.at(-1)?.position ?? end);
    const more = from !== undefined && found.length === limit && last < end;
    return { items: found.map(viewOf), nextSequence: more ? last + 1 : undefined };
  }
}

function placeOf({ stream, position, subject, headers, storedAt }: StoredMessage) {
  return {
    stream,
    sequence: Number(position),
    subject,
    headers: { ...headers },
    storedAt: new Date(storedAt).toISOString(),
  };
}

function viewOf(message: StoredMessage): StreamMessage {
  const { headers, body, id } = message;
  const reference = referenceIn(headers);
  return {
    ...placeOf(message),
    eventId: eventIdOf(headers, id),
    payload: reference
      ? JSON.stringify(whereOf(reference))
      : new TextDecoder().decode(body.subarray(0, MOST_PAYLOAD_BYTES)),
    truncated: reference !== undefined || body.length > MOST_PAYLOAD_BYTES,
    traceId: traceIdOf(headers),
  };
}

/** What stands for a payload that the message refers to. */
function whereOf({ domain, bytes, digest }: DataReference) {
  return { storedIn: payloadStreamOf(domain), bytes, sha256: digest };
}

/** An event's data is JSON; anything else is shown as text. */
export function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
