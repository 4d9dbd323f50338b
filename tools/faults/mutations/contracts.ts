import type { Mutation } from './mutation.ts';

const MESSAGING = 'libs/messaging/src';
const MESSAGE = `${MESSAGING}/message`;
const SPEC = `${MESSAGE}/message.unit.spec.ts`;

/** What is checked when an event is published, and when it is consumed. */
export const contracts: readonly Mutation[] = [
  {
    name: 'validate-on-publish',
    guarantee: 11,
    without: 'data that does not fit the contract is published',
    file: `${MESSAGE}/encode-data.ts`,
    source: 'if (!parsed.success) {',
    replacement: 'if (!parsed.success && parsed.error === undefined) {',
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'lost-numbers',
    guarantee: 11,
    without: 'NaN and Infinity are published as null',
    file: `${MESSAGE}/encode-data.ts`,
    source: "body.includes('null') ? numberLostIn(parsed.data) : undefined",
    replacement: "body.includes('\\0') ? numberLostIn(parsed.data) : undefined",
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'size-limit',
    guarantee: 11,
    without: 'an event that fits into no message is appended',
    file: `${MESSAGE}/encode-event.ts`,
    source: 'if (bytes > (refers ? MAX_PAYLOAD_BYTES : MAX_BODY_BYTES)) throw',
    replacement: 'if (bytes > 1_000 * (refers ? MAX_PAYLOAD_BYTES : MAX_BODY_BYTES)) throw',
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'broker-limit',
    guarantee: 11,
    without: 'an event larger than this broker takes is appended, and parked later',
    file: `${MESSAGE}/assert-fits.ts`,
    source: '  if (bytes <= maxPayload) return;\n',
    replacement: '  if (bytes <= maxPayload || name !== undefined) return;\n',
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'reserved-headers',
    guarantee: 11,
    without: 'a header that commands the broker is appended',
    file: `${MESSAGE}/encode-event.ts`,
    source: 'if (RESERVED.test(name))',
    replacement: "if (RESERVED.test(name) && name === '')",
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'key-required',
    guarantee: 11,
    without: 'an event without a key is appended',
    file: `${MESSAGE}/encode-event.ts`,
    source: "if (typeof key !== 'string' || key === '') {",
    replacement: "if (typeof key !== 'string') {",
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'json-schema-only',
    guarantee: 11,
    without: 'a contract is declared whose data does not survive JSON',
    file: `${MESSAGING}/contract/define-event.ts`,
    source: 'if (errors.length > 0) {',
    replacement: 'if (errors.length > 1_000) {',
    provenBy: [{ spec: `${MESSAGING}/contract/schema-errors.unit.spec.ts` }],
  },
  {
    name: 'validate-on-consume',
    guarantee: 11,
    without: 'a handler gets data that does not fit its contract',
    file: `${MESSAGE}/decode-event.ts`,
    source: '  if (parsed.success) return parsed.data;\n',
    replacement: '  if (parsed.success || parsed.error) return (parsed.data ?? data) as Data;\n',
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'upcast',
    guarantee: 11,
    without: 'a handler gets events of older versions as they are',
    file: `${MESSAGE}/decode-event.ts`,
    source: 'return contract.upcast(validate(previous, upcast(previous, version, data)));',
    replacement: 'return validate(previous, upcast(previous, version, data));',
    provenBy: [{ spec: SPEC }],
  },
];
