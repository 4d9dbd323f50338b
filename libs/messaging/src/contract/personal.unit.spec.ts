import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { seal } from '../personal/sealed-value.js';
import { defineEvent } from './define-event.js';
import { wireFormOf } from './json-schema.js';
import { mapFields, personal } from './personal.js';

const welcomed = { type: 'shop.welcomed', version: 1, owner: 'shop', key: () => 'key' } as const;

describe('personal', () => {
  it('marks fields of objects and items of arrays, optional ones too', () => {
    const contract = defineEvent({
      ...welcomed,
      dataSubject: () => 'ada',
      schema: z.object({
        name: personal(z.string()).optional(),
        notes: z.array(z.object({ text: personal(z.string()).nullable() })),
      }),
    });
    expect(contract.personal).toEqual(['/name', '/notes/*/text']);
  });

  it('is refused without a data subject, and a data subject without it', () => {
    expect(() => defineEvent({ ...welcomed, schema: z.object({ name: personal(z.string()) }) })).toThrow(
      'shop.welcomed.v1: /name is personal: name the person with dataSubject',
    );
    expect(() =>
      defineEvent({ ...welcomed, dataSubject: () => 'ada', schema: z.object({ name: z.string() }) }),
    ).toThrow('has no personal(…) field');
  });

  it.each([
    ['a union', z.union([z.object({ name: personal(z.string()) }), z.string()])],
    ['a record', z.record(z.string(), personal(z.string()))],
    ['a tuple', z.tuple([personal(z.string())])],
  ])('is refused in %s', (_, field) => {
    expect(() => defineEvent({ ...welcomed, dataSubject: () => 'ada', schema: z.object({ field }) })).toThrow(
      '/field has a personal field in a',
    );
  });

  it('cannot be part of the key, which is readable', () => {
    expect(() =>
      defineEvent({
        ...welcomed,
        key: ({ name }) => (typeof name === 'string' ? name : 'withheld'),
        dataSubject: () => 'ada',
        schema: z.object({ name: personal(z.string()) }),
        example: { name: 'Ada' },
      }),
    ).toThrow('its key is made of a personal field');
  });
});

describe('the form on the wire', () => {
  it('has the sealed form in the place of personal fields, also in the example, and is none without them', () => {
    const schema = z.object({ name: personal(z.string()), notes: z.array(personal(z.string())) });
    const contract = defineEvent({
      ...welcomed,
      dataSubject: () => 'ada',
      schema,
      example: { name: 'Ada', notes: ['hello'] },
    });
    const wire = wireFormOf(contract)!;
    const properties = wire.schema['properties'] as Record<'name', { anyOf: { pattern: string }[] }>;
    const pattern = new RegExp(properties.name.anyOf[0]!.pattern);
    const place = { id: 'e', name: contract.name, path: '/name' };
    expect(seal({ id: randomUUID(), key: randomBytes(32) }, place, 'Ada')).toMatch(pattern);
    const example = wire.example as { name: string; notes: string[] };
    expect([example.name, ...example.notes].every((value) => pattern.test(value))).toBe(true);
    expect(wireFormOf(defineEvent({ ...welcomed, schema: z.object({}) }))).toBeUndefined();
  });
});

describe('mapFields', () => {
  it('replaces what is there, and leaves the original as it was', () => {
    const data = { a: [{ b: 1 }, { b: null }, {}], c: 'stays' };
    const mapped = mapFields(data, ['/a/*/b', '/d'], (value, path) => `${path}=${String(value)}`);
    expect(mapped).toEqual({ a: [{ b: '/a/0/b=1' }, { b: null }, {}], c: 'stays' });
    expect(data.a[0]).toEqual({ b: 1 });
  });
});
