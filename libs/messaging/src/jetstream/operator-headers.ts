import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { encodeOperator, OPERATOR_HEADER } from '../inspection/operator-name.js';

/** Headers of a request to a service that name who makes the change, for its audit. */
export function operatorHeaders(name: string): MsgHdrs {
  const named = headers();
  named.set(OPERATOR_HEADER, encodeOperator(name));
  return named;
}
