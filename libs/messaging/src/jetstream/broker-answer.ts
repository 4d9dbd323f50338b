import type { Msg } from '@nats-io/transport-node';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import {
  BrokerRefused,
  BrokerUnavailable,
  MessagingError,
  NoStreamForSubject,
  PublishRefused,
} from '../errors.js';
import type { Published } from '../transport/transport.js';

/** The account's storage is full: this message is as good as the next, and may be sent again when there is room. */
const ACCOUNT_LIMIT = 10002;

interface PubAck {
  stream?: string;
  seq?: number;
  duplicate?: boolean;
  error?: { code: number; err_code: number; description: string };
}

const utf8 = new TextDecoder();

/**
 * Reads the answer to a publish. Codes from 500 on say that the server cannot store anything now (disk
 * full, no leader): a message must not be given up for that, so they count as no answer.
 *
 * @returns the error instead of throwing it: a stack trace for each would cost more than the publish
 */
export function readPublishAnswer(subject: string, answer: Msg): Published | MessagingError {
  if (answer.data.length === 0) {
    return answer.headers?.code === 503
      ? new NoStreamForSubject(`no stream takes "${subject}"`)
      : new BrokerUnavailable(`the answer to a publish to "${subject}" is empty`);
  }
  let ack: PubAck;
  try {
    ack = JSON.parse(utf8.decode(answer.data)) as PubAck;
  } catch (cause) {
    return new BrokerUnavailable(`the answer to a publish to "${subject}" cannot be read`, { cause });
  }
  if (ack.error) {
    const { code, err_code, description } = ack.error;
    return code >= 500 || err_code === ACCOUNT_LIMIT
      ? new BrokerUnavailable(`the broker cannot store "${subject}" now: ${description}`)
      : new PublishRefused(`the broker refused "${subject}": ${description}`, err_code);
  }
  if (!ack.stream || !ack.seq) {
    return new BrokerUnavailable(`the answer to a publish to "${subject}" is not JetStream's`);
  }
  return { stream: ack.stream, sequence: ack.seq, duplicate: ack.duplicate === true };
}

/**
 * For requests to JetStream's API: what the API itself said is passed on, everything else means that it did
 * not answer. Only 503 is its way to say "not now"; it says 500 also to a setting that it does not allow, and 503 also
 * to an account that is not allowed JetStream.
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
  return new BrokerUnavailable(`the broker did not answer: ${reason}`, { cause: error });
}

/** The client wraps this one answer in an error that it does not export. */
function isJetStreamForbidden(cause: unknown): cause is JetStreamApiError {
  return (
    cause instanceof JetStreamApiError &&
    cause.code === (JetStreamApiCodes.JetStreamNotEnabledForAccount as number)
  );
}
