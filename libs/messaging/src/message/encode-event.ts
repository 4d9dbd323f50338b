import { context, type Context } from '@opentelemetry/api';
import { v7 as uuidv7 } from 'uuid';
import { formatReference, referenceTo } from '../claim-check/data-reference.js';
import { LANES, subjectOf, type EventContract, type Lane } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { sealPersonal, type SealingKeys } from '../personal/seal-personal.js';
import { shown } from '../thrown.js';
import { captureContext } from '../tracing/propagation.js';
import { askContract } from './ask-contract.js';
import { encodeData } from './encode-data.js';
import { isUsableId, USABLE_ID } from './event-id.js';
import {
  CE_CORRELATION_ID,
  CE_DATA_CONTENT_TYPE,
  CE_DATA_REF,
  CE_DATA_SCHEMA,
  CE_ID,
  CE_PARTITION_KEY,
  CE_SOURCE,
  CE_SPEC_VERSION,
  CE_TIME,
  CE_TYPE,
  encodeHeader,
} from './cloud-events.js';

/** Fits with its headers into nats-server's default `max_payload` of 1 MiB. */
export const MAX_BODY_BYTES = 900 * 1024;
/** What may be stored beside a stream: a handler has it in memory, several times while it is decoded. */
export const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
/** JetStream takes 64 KiB of headers; a dead letter has its history to add. */
export const MAX_HEADER_BYTES = 16 * 1024;
/** Outbox and inbox index keys and ids. Postgres takes 2,704 bytes in an index, and a key is percent-encoded in its header. */
const MAX_KEY_BYTES = 1024;

export interface PublishOptions {
  /** Default `standard`. All events of one key must keep to one lane. */
  lane?: Lane;
  /** The event's id; default a fresh UUIDv7. Publishing the same id twice takes effect once. */
  id?: string;
  /** Extra headers; `Nats-`, `ce-` and the trace headers are not yours to set. */
  headers?: Readonly<Record<string, string>>;
}

/** An event ready for outbox or broker. */
export interface EncodedEvent {
  id: string;
  subject: string;
  key: string;
  headers: Record<string, string>;
  /** The data as JSON. If `ce-dataref` is among the headers, it is not part of the message. */
  body: string;
}

/**
 * Validates an event and turns it into what goes on the wire, its creation context included: it is captured
 * here, at append, because later the request is not known. What would fail later, at the broker or in
 * the database, fails here, with an error that names the event.
 *
 * @throws InvalidPayload the data does not fit the contract, or does not survive JSON
 * @throws InvalidMessage a header, the key, the conversation or the size would make the broker refuse it every time
 */
export function encodeEvent<Data>(
  contract: EventContract<Data>,
  data: Data,
  source: string,
  options: PublishOptions = {},
  creation: Context = context.active(),
  /** Data up to here is carried by the message itself. */
  maxBodyBytes: number = MAX_BODY_BYTES,
  /** Of the data subjects, where there are personal fields. */
  keys?: SealingKeys,
): EncodedEvent {
  const { name } = contract;
  const { id = uuidv7(), lane = 'standard' } = options;
  if (!isUsableId(id)) throw new InvalidMessage(`${name}: ${shown(id)} is not an event id: ${USABLE_ID}`);
  const { data: valid, body: open } = encodeData(contract, data);
  const body = contract.personal ? sealPersonal(contract, id, valid, keys) : open;
  const bytes = Buffer.byteLength(body);
  const refers = contract.claimCheck === true && bytes > maxBodyBytes;
  if (bytes > (refers ? MAX_PAYLOAD_BYTES : MAX_BODY_BYTES)) throw tooLarge(contract, bytes);
  if (!LANES.includes(lane)) {
    throw new InvalidMessage(`${name}: ${shown(lane)} is not a lane: choose ${LANES.join(' or ')}`);
  }
  const key = keyOf(contract, valid);
  const headers: Record<string, string> = {
    ...checked(name, options.headers),
    [CE_ID]: encodeHeader(id),
    [CE_TYPE]: contract.type,
    [CE_SOURCE]: source,
    [CE_SPEC_VERSION]: '1.0',
    [CE_TIME]: new Date().toISOString(),
    [CE_DATA_SCHEMA]: `urn:waybill:event:${contract.type}:v${contract.version}`,
    [CE_DATA_CONTENT_TYPE]: 'application/json',
    [CE_PARTITION_KEY]: encodeHeader(key),
  };
  if (refers) headers[CE_DATA_REF] = formatReference(referenceTo(contract.domain, body));
  const conversation = conversationOf(contract, valid);
  if (conversation !== undefined) headers[CE_CORRELATION_ID] = encodeHeader(conversation);
  captureContext(creation, headers);
  const headerBytes = headerBytesOf(id, headers);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new InvalidMessage(
      `${name} has ${headerBytes} bytes of headers, more than the ${MAX_HEADER_BYTES} that one message may have`,
    );
  }
  return { id, subject: subjectOf(contract, key, lane), key, headers, body };
}

function tooLarge(
  { name, claimCheck }: Pick<EventContract, 'name' | 'claimCheck'>,
  bytes: number,
): InvalidMessage {
  return new InvalidMessage(
    claimCheck
      ? `${name} has ${bytes} bytes, more than the ${MAX_PAYLOAD_BYTES} that are stored for a message: carry less, or ` +
          'carry a reference'
      : `${name} has ${bytes} bytes, more than the ${MAX_BODY_BYTES} that fit into one message: carry less, carry a ` +
          'reference, or let its contract say "claimCheck: true"',
  );
}

/** As on the wire: a line for the protocol, one for each header and for the message id, and an empty one. */
export function headerBytesOf(id: string, headers: Readonly<Record<string, string>>): number {
  let bytes = Buffer.byteLength(`NATS/1.0\r\nNats-Msg-Id: ${id}\r\n\r\n`);
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name]!) + 4;
  return bytes;
}

function keyOf<Data>(contract: EventContract<Data>, data: Data): string {
  const key: unknown = askContract(contract, 'key', data);
  if (typeof key !== 'string' || key === '') {
    throw new InvalidMessage(
      `${contract.name} has ${shown(key)} for a key: key(data) must return a string that is not empty`,
    );
  }
  if (key.includes('\0') || Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new InvalidMessage(
      `the key of ${contract.name} must have no NUL and at most ${MAX_KEY_BYTES} bytes in UTF-8`,
    );
  }
  return key.toWellFormed();
}

function conversationOf<Data>(contract: EventContract<Data>, data: Data): string | undefined {
  const conversation: unknown = askContract(contract, 'conversation', data);
  if (conversation === undefined || typeof conversation === 'string') return conversation;
  throw new InvalidMessage(
    `${contract.name} has ${shown(conversation)} for a conversation: conversation(data) must return a string`,
  );
}

const RESERVED = /^(?:nats-|ce-|waybill-|traceparent$|tracestate$|baggage$)/i;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A stray `Nats-` header changes what the server does and makes every publish fail: refused here, so that the caller gets the error. */
function checked(event: string, headers: PublishOptions['headers'] = {}): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (RESERVED.test(name))
      throw new InvalidMessage(`${event}: header "${name}" is reserved: choose another name`);
    if (!HEADER_NAME.test(name))
      throw new InvalidMessage(`${event}: header name ${JSON.stringify(name)} is not an HTTP token`);
    if (typeof value !== 'string')
      throw new InvalidMessage(`${event}: header "${name}" is ${shown(value)}, and must be a string`);
    safe[name] = encodeHeader(value);
  }
  return safe;
}
