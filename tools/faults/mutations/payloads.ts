import type { Mutation } from './mutation.ts';

const MESSAGING = 'libs/messaging/src';

/** Payloads that are stored apart from their messages. */
export const payloads: readonly Mutation[] = [
  {
    name: 'payload-before-message',
    guarantee: 23,
    without: 'a message is published before the payload that it refers to is stored',
    file: `${MESSAGING}/outbox/relay/keyed-pipeline.ts`,
    source: 'if (row.payload === null) await this.payloads.store(row);',
    replacement: 'if (row.payload === null) void this.payloads.store(row);',
    provenBy: [
      { spec: `${MESSAGING}/guarantees/claim-check.int.spec.ts`, test: 'are stored before their message' },
    ],
  },
  {
    name: 'payload-digest',
    guarantee: 23,
    without: 'whatever is stored where the payload was, and is as long, is taken for it',
    file: `${MESSAGING}/claim-check/payload-download.ts`,
    source: "createHash('sha256').update(body).digest('hex') !== digest",
    replacement: "digest === ''",
    provenBy: [{ spec: `${MESSAGING}/claim-check/payload-download.unit.spec.ts` }],
  },
];
