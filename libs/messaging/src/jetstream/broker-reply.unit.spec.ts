import { describe, expect, it } from '@jest/globals';
import { MsgHdrsImpl, type Msg } from '@nats-io/transport-node';
import { BrokerUnavailable, PublishRefused, SubjectTaken } from '../errors.js';
import { readPublishAck } from './broker-reply.js';

/** As the server sends it: status, code and text. */
function refusal(code: number, err_code: number, description: string): Msg {
  const error = { code, err_code, description };
  return {
    data: new TextEncoder().encode(JSON.stringify({ error })),
    headers: MsgHdrsImpl.fromRecord({}),
  } as Msg;
}

describe('the reply to a publish', () => {
  it.each([
    [503, 10008, 'JetStream system temporarily unavailable'],
    [500, 10009, 'JetStream cluster can not handle request'],
    [503, 10077, 'store is closed'],
    [503, 10163, 'expected last sequence per subject temporarily unavailable'],
    [400, 10002, 'resource limits exceeded for account'],
    [409, 10158, 'duplicate message id is in process'],
    [429, 10167, 'too many requests'],
  ])('%i (%i %s) is an outage: no attempt is used up', (code, errorCode, text) => {
    expect(readPublishAck('order.placed', refusal(code, errorCode, text))).toBeInstanceOf(BrokerUnavailable);
  });

  it.each([
    [400, 10054, 'message size exceeds maximum allowed'],
    [400, 10060, 'expected stream does not match'],
  ])('%i (%i %s) is a refusal', (code, errorCode, text) => {
    expect(readPublishAck('order.placed', refusal(code, errorCode, text))).toBeInstanceOf(PublishRefused);
  });

  it.each([10071, 10164])('%i says that the subject may be taken', (errorCode) => {
    const reply = refusal(400, errorCode, 'wrong last sequence');
    expect(readPublishAck('dead.resolved', reply)).toBeInstanceOf(SubjectTaken);
  });
});
