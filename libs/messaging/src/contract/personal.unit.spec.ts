import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
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

describe('mapFields', () => {
  it('replaces what is there, and leaves the original as it was', () => {
    const data = { a: [{ b: 1 }, { b: null }, {}], c: 'stays' };
    const mapped = mapFields(data, ['/a/*/b', '/d'], (value, path) => `${path}=${String(value)}`);
    expect(mapped).toEqual({ a: [{ b: '/a/0/b=1' }, { b: null }, {}], c: 'stays' });
    expect(data.a[0]).toEqual({ b: 1 });
  });
});
