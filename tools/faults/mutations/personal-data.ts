import type { Mutation } from './mutation.ts';

const MESSAGING = 'libs/messaging/src';
const SPEC = `${MESSAGING}/guarantees/personal-data.int.spec.ts`;

/** Personal data and its erasure. */
export const personalData: readonly Mutation[] = [
  {
    name: 'personal-sealed',
    guarantee: 24,
    without: 'personal fields are stored as they are',
    file: `${MESSAGING}/message/encode-event.ts`,
    source: 'contract.personal ? sealPersonal(contract, id, valid, keys) : open',
    replacement: 'open',
    provenBy: [{ spec: SPEC, test: 'is readable nowhere on the way' }],
  },
  {
    name: 'personal-place',
    guarantee: 24,
    without: 'a sealed value opens in whatever event it is copied to',
    file: `${MESSAGING}/personal/sealed-value.ts`,
    source: 'JSON.stringify([id, name, path])',
    replacement: 'JSON.stringify([name, path])',
    provenBy: [{ spec: SPEC, test: 'is not opened for another event' }],
  },
  {
    name: 'personal-erasure-waits',
    guarantee: 24,
    without: 'an event is appended with a key after that was destroyed',
    file: `${MESSAGING}/personal/subject-keys.sql.ts`,
    source: 'ORDER BY data_subject FOR SHARE`;',
    replacement: 'ORDER BY data_subject`;',
    provenBy: [{ spec: SPEC, test: 'with the key that it uses' }],
  },
  {
    name: 'personal-creation-waited-for',
    guarantee: 24,
    without: 'an erasure does not see a key that is being made',
    file: `${MESSAGING}/personal/subject-keys.ts`,
    source: 'await lockCreation(tx, missing);',
    replacement: '',
    provenBy: [{ spec: SPEC, test: 'with the key that it makes' }],
  },
  {
    name: 'personal-append-order',
    guarantee: 24,
    without: 'an event that needs no key overtakes one that does',
    file: `${MESSAGING}/outbox/appends.ts`,
    source: 'if (!prepare && !this.#turn) return write();',
    replacement: 'if (!prepare) return write();',
    provenBy: [{ spec: SPEC, test: 'keeps the order of appends' }],
  },
  {
    name: 'personal-owner-down',
    guarantee: 24,
    without: 'a consumer does not stop pulling while the owner of its keys is down',
    file: `${MESSAGING}/consumer/dispatcher.ts`,
    source: 'this.ports.breakers.open(works[0]!.consumer, error);',
    replacement: '',
    provenBy: [{ spec: SPEC, test: 'waits while the owner does not reply' }],
  },
];
