import type { ConsumerPlan } from '../consumer/plan.js';
import { namesOf } from '../consumer/define-consumer.js';
import { keyFieldsOf, parseSubject, type EventContract } from '../contract/index.js';
import { InvalidPayload } from '../errors.js';
import { CE_PARTITION_KEY, decodeHeader } from '../message/cloud-events.js';
import { decodeEvent } from '../message/decode-event.js';
import type { Headers } from '../transport/transport.js';

/** A payload that would replace the one of a dead letter. */
export interface EditedPayload {
  /** The letter's. */
  consumer: string;
  subject: string;
  headers: Headers;
  /** The edited body, as text. */
  payload: string;
}

/** Where in the payload (a JSON pointer; empty: all of it), and what is wrong there. */
export interface PayloadError {
  pointer: string;
  message: string;
}

/**
 * What the consumer would refuse: read as its handler would get it, in the version in which it was published, upcast and
 * validated. The key has to stay, because the envelope's is kept and other events of it are in order by it.
 *
 * @returns no error: a replay with this payload reaches the handler
 */
export function checkPayload(plans: readonly ConsumerPlan[], edited: EditedPayload): PayloadError[] {
  const contract = contractOf(plans, edited);
  if (!contract) {
    return [
      { pointer: '', message: `consumer ${edited.consumer} handles no event of ${edited.subject} any more` },
    ];
  }
  try {
    const { data, key } = decodeEvent(contract, {
      ...{ id: 'edited', stream: '', position: '', storedAt: 0 },
      ...{ subject: edited.subject, headers: edited.headers },
      body: new TextEncoder().encode(edited.payload),
    });
    return keyErrors(contract, edited.headers[CE_PARTITION_KEY], contract.key(data), key);
  } catch (error) {
    if (!(error instanceof InvalidPayload)) throw error;
    return errorsIn(error);
  }
}

function contractOf(plans: readonly ConsumerPlan[], edited: EditedPayload): EventContract | undefined {
  const type = parseSubject(edited.subject)?.type;
  const own = plans.filter(({ consumer }) => namesOf(consumer).includes(edited.consumer));
  return own
    .flatMap(({ routes }) => [...routes.values()])
    .flatMap(({ contracts }) => contracts)
    .find((contract) => contract.type === type);
}

function keyErrors(
  contract: EventContract,
  header: string | undefined,
  edited: string,
  key: string,
): PayloadError[] {
  if (header === undefined || edited === decodeHeader(header)) return [];
  const [pointer = ''] = keyFieldsOf(contract) ?? [];
  return [{ pointer, message: `must stay as it is: the event's key is ${JSON.stringify(key)}` }];
}

/** Each issue at its place, if a schema found them. */
function errorsIn(error: InvalidPayload): PayloadError[] {
  const { issues } = Object(error.cause) as { issues?: { path: PropertyKey[]; message: string }[] };
  if (!issues || issues.length === 0) return [{ pointer: '', message: error.message }];
  return issues.map(({ path, message }) => ({
    pointer: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message,
  }));
}
