import {
  isWithheld,
  parseSubject,
  versionsOf,
  type EventContract,
  type Withheld,
} from '../contract/index.js';
import { mapFields } from '../contract/personal.js';
import { InvalidPayload } from '../errors.js';
import { keyIdOf, type Place } from '../personal/sealed-value.js';
import { asError } from '../thrown.js';
import type { Headers } from '../transport/transport.js';
import { CE_DUE_TIME, CE_ID, CE_PARTITION_KEY, CE_SOURCE, CE_TIME, decodeHeader } from './cloud-events.js';
import { describeIssues } from './encode-data.js';
import { isUsableId, USABLE_ID } from './event-id.js';
import type { EventMessage } from './event-message.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What of a message decoding needs: a delivery has it, and so has a replayed dead letter. */
export interface WireEvent {
  id: string;
  subject: string;
  headers: Headers;
  body: Uint8Array;
  /** Where and when it was stored first. */
  stream: string;
  position: string;
  storedAt: number;
}

/** What is read in the place of a sealed value. */
export type Reveal = (sealed: string, place: Place) => unknown;

const withhold: Reveal = (): Withheld => ({ withheld: 'not-requested' });

/**
 * Turns a message into the event that a subscription of `contract` asks for: parsed, upcast from its
 * version to the subscribed one, validated.
 *
 * @throws InvalidPayload not JSON, no usable id, a version that cannot be upcast, or data that does not fit.
 *   Nothing else: what cannot be read today cannot be read tomorrow.
 */
export function decodeEvent<Data>(
  contract: EventContract<Data>,
  wire: WireEvent,
  reveal: Reveal = withhold,
): EventMessage<Data> {
  try {
    return decode(contract, wire, reveal);
  } catch (thrown) {
    const cause = asError(thrown);
    if (cause instanceof InvalidPayload) throw cause;
    // A contract's own code: an upcast or a refinement that throws.
    throw new InvalidPayload(`cannot be read as ${contract.name}: ${cause.name}: ${cause.message}`, {
      cause,
    });
  }
}

function decode<Data>(contract: EventContract<Data>, wire: WireEvent, reveal: Reveal): EventMessage<Data> {
  const subject = parseSubject(wire.subject);
  if (!subject) throw new InvalidPayload(`"${wire.subject}" is not an event subject`);
  const id = decodeHeader(wire.headers[CE_ID] ?? wire.id);
  if (!isUsableId(id)) throw new InvalidPayload(`${JSON.stringify(id)} is not an event id: ${USABLE_ID}`);
  const published = versionsOf(contract).find(({ version }) => version === subject.version);
  const sealed = parseJson(wire.body);
  const open = published?.personal ? unseal(published, id, sealed, reveal) : sealed;
  const data = validate(contract, upcast(contract, subject.version, open));
  const dueTime = wire.headers[CE_DUE_TIME];
  return {
    id,
    type: subject.type,
    version: subject.version,
    source: wire.headers[CE_SOURCE] ?? '',
    time: wire.headers[CE_TIME] ?? new Date(wire.storedAt).toISOString(),
    ...(dueTime !== undefined && { dueTime }),
    key: decodeHeader(wire.headers[CE_PARTITION_KEY] ?? contract.key(data)),
    lane: subject.lane,
    data,
  };
}

/** In the version in which it was published: what was sealed then. */
function unseal({ name, personal = [] }: EventContract, id: string, data: unknown, reveal: Reveal): unknown {
  return mapFields(data, personal, (value, path) => {
    if (keyIdOf(value)) return reveal(value as string, { id, name, path });
    if (isWithheld(value)) return value;
    throw new InvalidPayload(
      `${path} of ${name} is personal, and is not sealed: keep what the publisher sent`,
    );
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new InvalidPayload('the body is not JSON in UTF-8', { cause });
  }
}

/** Also what an old version held, before it is upcast: its `upcast` may rely on it. */
function validate<Data>(contract: EventContract<Data>, data: unknown): Data {
  const parsed = contract.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvalidPayload(`does not fit ${contract.name}: ${describeIssues(parsed.error)}`, {
    cause: parsed.error,
  });
}

function upcast(contract: EventContract, version: number, data: unknown): unknown {
  if (version === contract.version) return data;
  const { previous } = contract;
  if (!previous || version > contract.version) {
    throw new InvalidPayload(
      `version ${version} of ${contract.type} is unknown here: ${contract.name} is subscribed`,
    );
  }
  return contract.upcast(validate(previous, upcast(previous, version, data)));
}
