import { context, type Context } from '@opentelemetry/api';
import { v7 as uuidv7 } from 'uuid';
import { subjectOf, type EventContract, type Lane } from '../contract/index.js';
import { InvalidMessage, InvalidPayload } from '../errors.js';
import { captureContext } from '../tracing/propagation.js';
import { isUsableId, USABLE_ID } from './event-id.js';
import {
  CE_CORRELATION_ID,
  CE_DATA_CONTENT_TYPE,
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
/** JetStream takes 64 KiB of headers; a dead letter has its history to add. */
const MAX_HEADER_BYTES = 16 * 1024;
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
  body: string;
}

/**
 * Validates an event and turns it into what goes on the wire, its creation context included: it is captured
 * here, at append, because later nobody knows which request this was.
 *
 * @throws InvalidPayload the data does not fit the contract
 * @throws InvalidMessage a header or the size would make the broker refuse it for ever
 */
export function encodeEvent<Data>(
  contract: EventContract<Data>,
  data: Data,
  source: string,
  options: PublishOptions = {},
  creation: Context = context.active(),
): EncodedEvent {
  const parsed = contract.schema.safeParse(data);
  if (!parsed.success) {
    throw new InvalidPayload(`${contract.name} does not fit its contract: ${describeIssues(parsed.error)}`, {
      cause: parsed.error,
    });
  }
  const body = JSON.stringify(parsed.data);
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) {
    throw new InvalidMessage(
      `${contract.name} has ${bytes} bytes, more than the ${MAX_BODY_BYTES} that fit into one message: ` +
        'carry less, or carry a reference',
    );
  }
  const id = options.id ?? uuidv7();
  if (!isUsableId(id)) throw new InvalidMessage(`${JSON.stringify(id)} is no event id: ${USABLE_ID}`);
  const key = contract.key(parsed.data).toWellFormed();
  if (key.includes('\0') || Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new InvalidMessage(
      `the key of ${contract.name} must have no NUL and at most ${MAX_KEY_BYTES} bytes in UTF-8`,
    );
  }
  const headers: Record<string, string> = {
    ...checked(options.headers),
    [CE_ID]: encodeHeader(id),
    [CE_TYPE]: contract.type,
    [CE_SOURCE]: source,
    [CE_SPEC_VERSION]: '1.0',
    [CE_TIME]: new Date().toISOString(),
    [CE_DATA_SCHEMA]: `urn:waybill:event:${contract.type}:v${contract.version}`,
    [CE_DATA_CONTENT_TYPE]: 'application/json',
    [CE_PARTITION_KEY]: encodeHeader(key),
  };
  const conversation = contract.conversation?.(parsed.data);
  if (conversation !== undefined) headers[CE_CORRELATION_ID] = encodeHeader(conversation);
  captureContext(creation, headers);
  const headerBytes = Buffer.byteLength(Object.entries(headers).flat().join('    '));
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new InvalidMessage(
      `${contract.name} has ${headerBytes} bytes of headers, more than the ${MAX_HEADER_BYTES} that one message may have`,
    );
  }
  return { id, subject: subjectOf(contract, key, options.lane ?? 'standard'), key, headers, body };
}

const RESERVED = /^(?:nats-|ce-|waybill-|traceparent$|tracestate$|baggage$)/i;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A stray `Nats-` header changes what the server does and fails the publish for ever: refused where the caller sees it. */
function checked(headers: PublishOptions['headers'] = {}): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (RESERVED.test(name)) throw new InvalidMessage(`header "${name}" is reserved: choose another name`);
    if (!HEADER_NAME.test(name))
      throw new InvalidMessage(`header name ${JSON.stringify(name)} is no HTTP token`);
    safe[name] = encodeHeader(value);
  }
  return safe;
}

/** `lines/0/quantity: must be at least 1; …`, three issues at most. */
export function describeIssues(error: {
  issues: readonly { path: PropertyKey[]; message: string }[];
}): string {
  const shown = error.issues.slice(0, 3).map(({ path, message }) => `/${path.join('/')}: ${message}`);
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
