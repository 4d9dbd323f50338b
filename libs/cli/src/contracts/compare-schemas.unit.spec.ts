import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { compareSchemas } from './compare-schemas.js';

const base = {
  orderId: z.string(),
  note: z.string().optional(),
  status: z.enum(['placed', 'paid']),
  amount: z.int().min(0).max(10),
  lines: z.array(z.object({ sku: z.string().min(1).max(9) })).min(1),
};
const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
const change = (fields: object, of: Record<string, z.ZodType> = base) =>
  compareSchemas(json(z.object(of)), json(z.object({ ...of, ...fields })));
const without = (name: keyof typeof base) => {
  const { [name]: _, ...rest } = base;
  return compareSchemas(json(z.object(base)), json(z.object(rest)));
};

describe('a change that breaks nothing', () => {
  it.each([
    ['nothing at all', {}],
    ['an optional field more', { coupon: z.string().optional() }],
    [
      'an optional field more, deep inside',
      { lines: z.array(z.object({ sku: z.string().min(1).max(9), size: z.string().optional() })).min(1) },
    ],
    ['another description', { orderId: z.string().describe('which order') }],
  ])('is %s', (_what, fields) => {
    expect(change(fields)).toEqual([]);
  });
});

describe('a change that breaks a reader', () => {
  it.each([
    ['a required field more', { coupon: z.string() }, '/coupon', 'is new and required', 'old-messages'],
    [
      'an optional field made required',
      { note: z.string() },
      '/note',
      'was optional and is required',
      'old-messages',
    ],
    [
      'a required field made optional',
      { orderId: z.string().optional() },
      '/orderId',
      'was required and is optional',
      'old-consumers',
    ],
    ['another type', { amount: z.string() }, '/amount', 'was integer and is string', 'both'],
    [
      'a type widened',
      { orderId: z.string().nullable() },
      '/orderId',
      'was string and is string or null',
      'old-consumers',
    ],
    [
      'a value of an enumeration less',
      { status: z.enum(['placed']) },
      '/status',
      'the value "paid" is gone',
      'old-messages',
    ],
    [
      'a value of an enumeration more',
      { status: z.enum(['placed', 'paid', 'sent']) },
      '/status',
      'the value "sent" is new',
      'old-consumers',
    ],
    [
      'a higher minimum',
      { amount: z.int().min(1).max(10) },
      '/amount',
      'minimum was 0 and is 1',
      'old-messages',
    ],
    [
      'a lower minimum',
      { amount: z.int().min(-1).max(10) },
      '/amount',
      'minimum was 0 and is -1',
      'old-consumers',
    ],
    [
      'a lower maximum',
      { amount: z.int().min(0).max(9) },
      '/amount',
      'maximum was 10 and is 9',
      'old-messages',
    ],
    [
      'a higher maximum',
      { amount: z.int().min(0).max(11) },
      '/amount',
      'maximum was 10 and is 11',
      'old-consumers',
    ],
    [
      'a bound that was not there',
      { orderId: z.string().max(5) },
      '/orderId',
      'maxLength was not given and is 5',
      'old-messages',
    ],
    [
      'a format that was not there',
      { orderId: z.string().regex(/x/) },
      '/orderId',
      'pattern was not given and is "x"',
      'old-messages',
    ],
    [
      'a bound that is gone',
      { lines: z.array(z.object({ sku: z.string().min(1).max(9) })) },
      '/lines',
      'minItems was 1 and is not given',
      'old-consumers',
    ],
    [
      'a field of each item',
      { lines: z.array(z.object({ sku: z.int() })).min(1) },
      '/lines/*/sku',
      'was string and is integer',
      'both',
    ],
  ])('is %s, with its place and what it breaks', (_what, fields, path, what, breaks) => {
    expect(change(fields)).toContainEqual({ path, what, breaks });
  });

  it.each([
    [
      'a union with an option more',
      z.union([z.string(), z.object({})]),
      z.union([z.string(), z.object({}), z.array(z.string())]),
    ],
    ['a tuple of other items', z.tuple([z.string()]), z.tuple([z.int()])],
    ['a record of other values', z.record(z.string(), z.string()), z.record(z.string(), z.int())],
    ['another literal', z.literal('a'), z.literal('b')],
    [
      'an object that refuses what it does not know',
      z.object({ a: z.string() }),
      z.strictObject({ a: z.string() }),
    ],
    ['an object that no longer refuses it', z.strictObject({ a: z.string() }), z.object({ a: z.string() })],
    [
      'another part of an intersection',
      z.intersection(z.string(), z.string().min(1)),
      z.intersection(z.string(), z.string().min(2)),
    ],
  ])('is %s', (_what, before, after) => {
    expect(compareSchemas(json(z.object({ of: before })), json(z.object({ of: after })))).not.toEqual([]);
  });

  it('is a field that is gone, optional or not', () => {
    expect(without('orderId')).toEqual([
      { path: '/orderId', what: 'is gone, or has another name', breaks: 'both' },
    ]);
    expect(without('note')).toEqual([
      { path: '/note', what: 'is gone, or has another name', breaks: 'both' },
    ]);
  });

  it('is an optional field more where unknown fields are refused', () => {
    const [before, after] = [z.strictObject({}), z.strictObject({ note: z.string().optional() })];
    expect(compareSchemas(json(before), json(after))).toEqual([
      { path: '/note', what: 'is new in an object that takes no unknown fields', breaks: 'old-consumers' },
    ]);
  });
});
