import { PermissionViolationError, type Msg } from '@nats-io/transport-node';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import {
  BrokerDenied,
  BrokerRefused,
  BrokerUnavailable,
  MessagingError,
  NoStreamForSubject,
  PublishRefused,
  SubjectTaken,
} from '../errors.js';
import type { Published } from '../transport/transport.js';

/**
 * Refusals by their status that only mean "not now":
 * 10002 the account's storage is full; 10158 (a cluster) an earlier copy with this id is on its way to the replicas, and
 * may yet be stored or dropped; 10167 the stream's queue of incoming messages is full.
 */
const NOT_NOW = new Set([10002, 10158, 10167]);
/** The subject's last sequence is not the expected one; the second code: because of a message that is not decided yet. */
const WRONG_LAST_SEQUENCE = new Set([10071, 10164]);

interface PubAck {
  stream?: string;
  seq?: number;
  duplicate?: boolean;
  error?: { code: number; err_code: number; description: string };
}

const utf8 = new TextDecoder();

/**
 * Reads the acknowledgement of a publish. Codes from 500 on say that the server cannot store anything now (disk
 * full, no leader): a message must not be given up for that, so they count as not acknowledged.
 *
 * @returns the error instead of throwing it: a stack trace for each would cost more than the publish
 */
export function readPublishAck(subject: string, reply: Msg): Published | MessagingError {
  if (reply.data.length === 0) {
    return reply.headers?.code === 503
      ? new NoStreamForSubject(`no stream takes "${subject}"`)
      : new BrokerUnavailable(`the acknowledgement of a publish to "${subject}" is empty`);
  }
  let ack: PubAck;
  try {
    ack = JSON.parse(utf8.decode(reply.data)) as PubAck;
  } catch (cause) {
    return new BrokerUnavailable(`the acknowledgement of a publish to "${subject}" cannot be read`, {
      cause,
    });
  }
  if (ack.error) {
    const { code, err_code, description } = ack.error;
    if (code >= 500 || NOT_NOW.has(err_code)) {
      return new BrokerUnavailable(`the broker cannot store "${subject}" now: ${description}`);
    }
    const Refusal = WRONG_LAST_SEQUENCE.has(err_code) ? SubjectTaken : PublishRefused;
    return new Refusal(`the broker refused "${subject}": ${description} (${err_code})`);
  }
  if (!ack.stream || !ack.seq) {
    return new BrokerUnavailable(`the acknowledgement of a publish to "${subject}" is not JetStream's`);
  }
  return { stream: ack.stream, position: String(ack.seq), duplicate: ack.duplicate === true };
}

/**
 * For requests to JetStream's API: its own errors are passed on, everything else means that it did not reply. Only 503
 * means "not now"; it replies 500 also to a setting that it does not allow, and 503 also to an account that may not use
 * JetStream.
 */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof MessagingError) return error;
  const { cause } = Object(error) as { cause?: unknown };
  if (isJetStreamForbidden(cause)) {
    return new BrokerRefused(
      `the account that this process logs in to may not use JetStream (${cause.code}): ` +
        'enable it for the account, or log in to another one',
      { cause },
    );
  }
  if (error instanceof JetStreamApiError && error.status !== 503) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof PermissionViolationError || cause instanceof PermissionViolationError) {
    return new BrokerDenied(
      `the broker denies it: ${reason}. Grant that to the user, or have one who may do it run "waybill topology apply"`,
      { cause: error },
    );
  }
  return new BrokerUnavailable(`the broker did not reply: ${reason}`, { cause: error });
}

/** Undefined if the API refuses the request with one of these codes. @throws `asUnavailable` of everything else */
export async function unlessRefused<Reply>(
  codes: readonly number[],
  request: Promise<Reply>,
): Promise<Reply | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && codes.includes(error.code)) return undefined;
    throw asUnavailable(error);
  }
}

/** The client wraps this one reply in an error that it does not export. */
function isJetStreamForbidden(cause: unknown): cause is JetStreamApiError {
  return (
    cause instanceof JetStreamApiError &&
    cause.code === (JetStreamApiCodes.JetStreamNotEnabledForAccount as number)
  );
}
