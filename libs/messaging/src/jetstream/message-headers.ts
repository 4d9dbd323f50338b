import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import { PublishRefused } from '../errors.js';
import { headerName } from '../message/known-headers.js';
import type { Headers } from '../transport/transport.js';

export const MESSAGE_ID = 'Nats-Msg-Id';
export const EXPECTED_LAST_SUBJECT_SEQUENCE = 'Nats-Expected-Last-Subject-Sequence';

const NAME = /^(?!nats-)[!-9;-~]+$/i;
const BROKERS_OWN = /^nats-/i;
const LINE_BREAK = /[\r\n]/;

/**
 * Built as a record in one go: the client's `set` looks through all names for each one that it adds.
 *
 * @throws PublishRefused a line break would start a header of its own, and one that begins with `Nats-` would
 *   change what the broker does
 */
export function encodeHeaders(id: string, given: Headers, expectNew: boolean): MsgHdrs {
  const record: Record<string, string[]> = { [MESSAGE_ID]: [checked(MESSAGE_ID, id)] };
  if (expectNew) record[EXPECTED_LAST_SUBJECT_SEQUENCE] = ['0'];
  for (const name in given) {
    if (!NAME.test(name)) throw new PublishRefused(`"${name}" is not a header that a message may carry`);
    record[name] = [checked(name, given[name]!)];
  }
  return MsgHdrsImpl.fromRecord(record);
}

function checked(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new PublishRefused(`the header "${name}" holds a line break`);
  return value;
}

/**
 * Without the broker's own; known names in lower case; the first value of a header that occurs twice. The server accepts
 * any block of headers, and the client throws for one that it cannot read: such a message counts as having none.
 *
 * @param read parses them, in the client
 */
export function decodeHeaders(read: () => MsgHdrs | undefined): { id: string; headers: Headers } {
  const decoded: Record<string, string> = {};
  let id = '';
  for (const [name, values] of readable(read) ?? []) {
    if (name === MESSAGE_ID) id = values[0] ?? '';
    else if (!BROKERS_OWN.test(name)) decoded[headerName(name)] ??= values[0] ?? '';
  }
  return { id, headers: decoded };
}

function readable(read: () => MsgHdrs | undefined): MsgHdrs | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
