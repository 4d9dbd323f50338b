import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, type EventContract } from '../contract/index.js';
import { InvalidMessage, InvalidPayload } from '../errors.js';
import { decodeHeader, encodeHeader } from './cloud-events.js';
import { decodeEvent, type WireEvent } from './decode-event.js';
import { assertFits } from './assert-fits.js';
import { encodeEvent, headerBytesOf, MAX_BODY_BYTES, type EncodedEvent } from './encode-event.js';

const V1 = defineEvent({
  type: 'order.placed',
  version: 1,
  owner: 'order',
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string(), amount: z.number().positive() }),
});
const V2 = defineEvent({
  type: 'order.placed',
  version: 2,
  owner: 'order',
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string(), amount: z.string(), currency: z.string() }),
  previous: V1,
  upcast: ({ orderId, amount }: { orderId: string; amount: number }) => ({
    orderId,
    amount: amount.toFixed(2),
    currency: 'GBP',
  }),
});
const V3 = defineEvent({
  type: 'order.placed',
  version: 3,
  owner: 'order',
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string(), total: z.object({ amount: z.string(), currency: z.string() }) }),
  previous: V2,
  upcast: ({ orderId, ...total }: { orderId: string; amount: string; currency: string }) => ({
    orderId,
    total,
  }),
});
const data = { orderId: 'order-1', amount: 3 };

function onTheWire({ id, subject, headers, body }: EncodedEvent): WireEvent {
  return {
    id,
    subject,
    headers,
    body: new TextEncoder().encode(body),
    stream: 'ORDER',
    position: '1',
    storedAt: 0,
  };
}

function decodeAs<Data>(contract: EventContract<Data>, over: Partial<WireEvent>) {
  return decodeEvent(contract, { ...onTheWire(encodeEvent(V1, data, 'order')), ...over });
}

function throwNothing(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- as other people's code does
  throw undefined;
}

/** `order.placed.v1` with any key and conversation, beyond what `defineEvent` allows: a contract can be made by hand. */
function lenient(over: { key?: unknown; conversation?: unknown } = {}): EventContract {
  const contract = defineEvent({
    type: 'order.placed',
    version: 1,
    owner: 'order',
    key: () => ('key' in over ? over.key : 'k') as string,
    ...('conversation' in over && { conversation: () => over.conversation as string }),
    schema: z.json(),
  });
  return { ...(contract as EventContract), schema: z.any() };
}

describe('what cannot be sent', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;

  it.each<[string, unknown, RegExp]>([
    ['circular data', circular, /circular/i],
    ['a BigInt', { total: 1n }, /BigInt/],
    ['NaN', { lines: [{ quantity: NaN }] }, /NaN at \/lines\/0\/quantity/],
    ['Infinity', { total: -Infinity, none: null }, /-Infinity at \/total/],
    ['nothing', undefined, /no data that JSON can hold/],
    ['a toJSON that throws', { toJSON: () => throwNothing() }, /cannot be written as JSON: undefined/],
  ])('is refused with the event’s name: %s', (_, value, message) => {
    expect(() => encodeEvent(lenient(), value, 'order')).toThrow(InvalidPayload);
    expect(() => encodeEvent(lenient(), value, 'order')).toThrow(message);
    expect(() => encodeEvent(lenient(), value, 'order')).toThrow(/^order\.placed\.v1 /);
  });

  it('is not what merely holds a null', () => {
    expect(encodeEvent(lenient(), { none: null, text: 'null', n: 1 }, 'order').body).toContain('"none":null');
  });

  it.each([undefined, null, '', 7, {}])('has %j for a key', (key) => {
    expect(() => encodeEvent(lenient({ key }), {}, 'order')).toThrow(InvalidMessage);
    expect(() => encodeEvent(lenient({ key }), {}, 'order')).toThrow(/^order\.placed\.v1 has .* for a key/);
  });

  it.each([null, 7, {}])('has %j for a conversation', (conversation) => {
    const contract = lenient({ conversation });
    expect(() => encodeEvent(contract, {}, 'order')).toThrow(InvalidMessage);
    expect(() => encodeEvent(contract, {}, 'order')).toThrow(/^order\.placed\.v1 has .* for a conversation/);
  });

  it('has a contract whose own code throws', () => {
    const contract = defineEvent({
      type: 'order.placed',
      version: 1,
      owner: 'order',
      key: ({ customer }: { customer?: { id: string } }) => customer!.id,
      schema: z.object({ customer: z.object({ id: z.string() }).optional() }),
    });
    expect(() => encodeEvent(contract, {}, 'order')).toThrow(InvalidMessage);
    expect(() => encodeEvent(contract, {}, 'order')).toThrow(
      /^key\(data\) of order\.placed\.v1 threw TypeError/,
    );
  });

  it('has a lane that does not exist, or a header that is not text', () => {
    const options = [{ lane: 'fast' as 'express' }, { headers: { note: undefined as unknown as string } }];
    for (const each of options) {
      expect(() => encodeEvent(V1, data, 'order', each)).toThrow(InvalidMessage);
      expect(() => encodeEvent(V1, data, 'order', each)).toThrow(/order\.placed\.v1/);
    }
  });

  it('is larger with its headers than this broker takes', () => {
    const event = encodeEvent(V1, { orderId: '€'.repeat(300), amount: 1 }, 'order');
    const bytes = Buffer.byteLength(event.body) + headerBytesOf(event.id, event.headers);
    for (const enough of [undefined, bytes, 1_048_576])
      expect(() => assertFits(V1, event, enough)).not.toThrow();
    expect(() => assertFits(V1, event, bytes - 1)).toThrow(InvalidMessage);
    expect(() => assertFits(V1, event, bytes - 1)).toThrow(/^order\.placed\.v1 has .* that the broker takes/);
  });
});

describe('an encoded event', () => {
  it('carries the CloudEvents attributes, its key, and its data as they were given', () => {
    const event = encodeEvent(V1, data, 'order', { lane: 'express', headers: { note: 'a "b"' } });
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      subject: 'order.placed.v1.express.5',
      key: 'order-1',
      body: '{"orderId":"order-1","amount":3}',
      headers: {
        'ce-id': event.id,
        'ce-type': 'order.placed',
        'ce-source': 'order',
        'ce-specversion': '1.0',
        'ce-time': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        'ce-dataschema': 'urn:waybill:event:order.placed:v1',
        'ce-datacontenttype': 'application/json',
        'ce-partitionkey': 'order-1',
        note: 'a%20%22b%22',
      },
    });
  });

  it('is refused where its data does not fit the contract, with the places named', () => {
    expect(() => encodeEvent(V1, { orderId: 'x', amount: -1 }, 'order')).toThrow(InvalidPayload);
    expect(() => encodeEvent(V1, { orderId: 'x', amount: -1 }, 'order')).toThrow(/\/amount: /);
  });

  it.each([
    'Nats-Expected-Stream',
    'nats-msg-id',
    'ce-id',
    'CE-Time',
    'waybill-action',
    'traceparent',
    'Baggage',
  ])('is refused with a header %s, which is not the caller’s to set', (name) => {
    expect(() => encodeEvent(V1, data, 'order', { headers: { [name]: 'x' } })).toThrow(InvalidMessage);
  });

  it.each(['', 'a b', 'a:b', 'ä', 'a\r\nb'])(
    'is refused with a header named %j, which is no token',
    (name) => {
      expect(() => encodeEvent(V1, data, 'order', { headers: { [name]: 'x' } })).toThrow(InvalidMessage);
    },
  );

  it('is refused where it is too large for one message, counted in bytes', () => {
    const fits = encodeEvent(V1, { orderId: 'x', amount: 1 }, 'order').body.length - 1;
    const orderId = '€'.repeat(Math.floor((MAX_BODY_BYTES - fits) / 3));
    expect(() => encodeEvent(V1, { orderId: `${orderId}€`, amount: 1 }, 'order')).toThrow(/bytes, more than/);
  });

  it('is refused with more headers than the broker takes', () => {
    const headers = { note: 'x'.repeat(17_000) };
    expect(() => encodeEvent(V1, data, 'order', { headers })).toThrow(/of headers/);
  });

  it.each([
    ['empty', ''],
    ['of two lines', 'a\nb'],
    ['with a NUL', 'a\0'],
    ['with a lone surrogate', 'a\ud800'],
    ['too long for the index', 'x'.repeat(256)],
  ])(
    'is refused with an id that is %s: it would fail at the broker or in the inbox, every time',
    (_what, id) => {
      expect(() => encodeEvent(V1, data, 'order', { id })).toThrow(InvalidMessage);
    },
  );

  it.each([
    ['with a NUL', 'a\0'],
    ['too long for the index', 'x'.repeat(1025)],
  ])('is refused with a key that is %s', (_what, orderId) => {
    expect(() => encodeEvent(V1, { orderId, amount: 1 }, 'order')).toThrow(InvalidMessage);
  });

  it('replaces a lone surrogate in a key, which has no UTF-8 form', () => {
    const event = encodeEvent(V1, { orderId: 'a\ud800', amount: 1 }, 'order');
    expect(event.key).toBe('a\ufffd');
    expect(decodeEvent(V1, onTheWire(event))).toMatchObject({ key: 'a\ufffd', data: { orderId: 'a\ud800' } });
  });
});

describe('a decoded event', () => {
  it.each(['plain', 'Zoë ☕ 🚚', '100 % "sure"', 'a/b?c=d', '%41'])(
    'has the id and key %j that it was given',
    (text) => {
      const encoded = encodeEvent(V1, { orderId: text, amount: 1 }, 'order', { id: text });
      expect(encoded.headers['ce-id']).toMatch(/^[!-~]+$/);
      expect(decodeEvent(V1, onTheWire(encoded))).toMatchObject({
        id: text,
        key: text,
        type: 'order.placed',
        version: 1,
        source: 'order',
        lane: 'standard',
        data: { orderId: text, amount: 1 },
      });
    },
  );

  it('is of the subscribed version, upcast step by step, and says which version it was', () => {
    expect(decodeAs(V3, {})).toMatchObject({
      version: 1,
      data: { orderId: 'order-1', total: { amount: '3.00', currency: 'GBP' } },
    });
    expect(decodeAs(V2, {})).toMatchObject({ data: { amount: '3.00', currency: 'GBP' } });
  });

  it('takes id, time and key from elsewhere where another publisher left the headers out', () => {
    expect(decodeAs(V1, { id: 'id', headers: {}, storedAt: 1_000 })).toMatchObject({
      id: 'id',
      key: 'order-1',
      source: '',
      time: '1970-01-01T00:00:01.000Z',
    });
  });

  it('drops fields that the contract does not know', () => {
    const body = new TextEncoder().encode('{"orderId":"x","amount":1,"more":true}');
    expect(decodeAs(V1, { body }).data).toEqual({ orderId: 'x', amount: 1 });
  });

  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each<[string, EventContract, Partial<WireEvent>]>([
    ['its body is no JSON', V1, { body: bytes('{"orderId":') }],
    ['its body is empty', V1, { body: bytes('') }],
    ['its body is not UTF-8', V1, { body: Uint8Array.of(0x22, 0xff, 0x22) }],
    ['its data does not fit', V1, { body: bytes('{"orderId":"x","amount":0}') }],
    ['it is newer than the subscribed version', V2, { subject: 'order.placed.v3.standard.5' }],
    ['its old version cannot be upcast from here', V1, { subject: 'order.placed.v0.standard.5' }],
    ['the data of its old version does not fit that version', V3, { body: bytes('{"orderId":"x"}') }],
    ['its subject is none of ours', V1, { subject: 'order.placed' }],
    ['it has no id at all', V1, { id: '', headers: {} }],
    ['its id does not fit the inbox', V1, { headers: { 'ce-id': 'a%00' } }],
  ])('is refused where %s', (_why, contract, over) => {
    expect(() => decodeAs(contract, over)).toThrow(InvalidPayload);
  });

  it('is refused, not crashed on, where the contract’s own code throws', () => {
    const Broken = defineEvent({
      type: 'order.placed',
      version: 2,
      owner: 'order',
      key: () => 'key',
      schema: z.object({}),
      previous: V1,
      upcast: () => {
        throw new TypeError('no such thing');
      },
    });
    expect(() => decodeAs(Broken, {})).toThrow(InvalidPayload);
    expect(() => decodeAs(Broken, {})).toThrow(/no such thing/);
  });
});

describe('a header value', () => {
  it('keeps to visible ASCII, percent-encodes the rest, and comes back the same', () => {
    expect(encodeHeader('a b"c%d\n€🚚')).toBe('a%20b%22c%25d%0A%E2%82%AC%F0%9F%9A%9A');
    expect(decodeHeader(encodeHeader('a b"c%d\n€🚚'))).toBe('a b"c%d\n€🚚');
  });

  it('is taken as it stands where it is badly encoded, and loses a lone surrogate only', () => {
    expect(decodeHeader('50%')).toBe('50%');
    expect(encodeHeader('a\ud83d')).toBe('a%EF%BF%BD');
  });
});
