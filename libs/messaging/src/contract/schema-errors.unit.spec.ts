import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { schemaErrors } from './schema-errors.js';

const isoDate = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

const Category = z.object({
  name: z.string(),
  get below() {
    return z.array(Category);
  },
});

describe('a schema that JSON cannot carry', () => {
  it.each<[string, z.ZodType, RegExp]>([
    ['a date', z.date(), /z\.iso\.datetime\(\)/],
    ['a bigint', z.bigint(), /z\.string\(\)/],
    ['a bigint', z.int64(), /z\.string\(\)/],
    ['a map', z.map(z.string(), z.string()), /z\.record/],
    ['a set', z.set(z.string()), /z\.array/],
    ['undefined', z.undefined(), /optional/],
    ['undefined', z.array(z.string().optional()), /nullable/],
    ['undefined', z.record(z.string(), z.string().optional()), /nullable/],
    ['undefined', z.union([z.string(), z.undefined()]), /optional/],
    ['void', z.void(), /optional/],
    ['NaN', z.nan(), /z\.null\(\)/],
    ['a symbol', z.symbol(), /z\.enum/],
    ['a function', z.function() as unknown as z.ZodType, /data only/],
    ['a file', z.file(), /reference/],
    ['a promise', z.promise(z.string()), /await/],
    ['a type that only code can check', z.instanceof(URL), /z\.object/],
    ['a type that only code can check', z.custom<string>(), /z\.object/],
    ['anything at all', z.any(), /z\.json\(\)/],
    ['anything at all', z.unknown(), /z\.json\(\)/],
    ['anything at all', z.looseObject({}), /z\.json\(\)/],
    ['a transform, pipe or codec', z.string().transform(Number), /as it is to be read/],
    ['a transform, pipe or codec', z.preprocess(String, z.string()), /as it is to be read/],
    ['a transform, pipe or codec', z.string().pipe(z.string()), /as it is to be read/],
    ['a transform, pipe or codec', isoDate, /as it is to be read/],
    ['a transform, pipe or codec', z.stringbool(), /as it is to be read/],
    ['a coercion', z.coerce.number(), /as it is to be read/],
    ['a coercion', z.coerce.string(), /as it is to be read/],
    ['a change of the value', z.string().trim(), /as it is to be read/],
    ['a change of the value', z.string().toLowerCase(), /as it is to be read/],
    ['a change of the value', z.string().overwrite((text) => `${text}!`), /as it is to be read/],
    ['a default', z.string().default('x'), /optional/],
    ['a default', z.string().prefault('x'), /optional/],
    ['a fallback', z.string().catch('x'), /optional/],
    ['the literal 1', z.literal(1n), /text, a number/],
    ['the literal undefined', z.literal([undefined, 'a']), /text, a number/],
  ])('is refused for %s (%#), with the fix', (what, schema, fix) => {
    const [error, ...others] = schemaErrors(z.object({ part: schema }));
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      path: expect.stringMatching(/^\/part/),
      what: expect.stringContaining(what),
      fix: expect.stringMatching(fix),
    });
  });

  it.each<[string, z.ZodType]>([
    ['/list/*', z.object({ list: z.array(z.date()) })],
    ['/pair/1', z.object({ pair: z.tuple([z.string(), z.date()]) })],
    ['/pair/*', z.object({ pair: z.tuple([z.string()], z.date()) })],
    ['/by/*', z.object({ by: z.record(z.string(), z.date()) })],
    ['/either', z.object({ either: z.union([z.string(), z.date()]) })],
    ['/both/b', z.object({ both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.date() })) })],
    ['/more/*', z.object({ more: z.object({}).catchall(z.date()) })],
    ['/maybe', z.object({ maybe: z.date().nullish() })],
    ['/later/at', z.object({ later: z.lazy(() => z.object({ at: z.date() })) })],
    ['/fixed', z.object({ fixed: z.date().readonly() })],
    ['/sure', z.object({ sure: z.nonoptional(z.date().optional()) })],
  ])('is found where it is, at %s', (path, schema) => {
    expect(schemaErrors(schema)[0]?.path).toBe(path);
  });

  it('ends the definition of its contract, which says every place of it', () => {
    const define = () =>
      defineEvent({
        type: 'order.placed',
        version: 1,
        owner: 'order',
        key: () => 'k',
        schema: z.object({ at: z.date(), lines: z.array(z.object({ price: z.bigint() })) }),
      });
    expect(define).toThrow(TypeError);
    expect(define).toThrow(/^order\.placed\.v1 .*\/at is a date: .*; \/lines\/\*\/price is a bigint: /);
  });
});

describe('a schema that JSON can carry', () => {
  it.each<[string, z.ZodType]>([
    [
      'text of every format',
      z.object({ a: z.uuid(), b: z.iso.datetime(), c: z.email().min(5), d: z.string().regex(/x/) }),
    ],
    [
      'numbers, booleans and null',
      z.object({ a: z.int().min(1), b: z.number(), c: z.boolean(), d: z.null() }),
    ],
    ['enumerations and literals', z.object({ a: z.enum(['x', 'y']), b: z.literal(['x', 1, true, null]) })],
    ['template literals', z.object({ a: z.templateLiteral(['a', z.number()]) })],
    [
      'optional and nullable fields',
      z.object({ a: z.string().optional(), b: z.string().nullish(), c: z.never().optional() }),
    ],
    [
      'lists, tuples and records',
      z.object({ a: z.array(z.string()), b: z.tuple([z.string()]), c: z.record(z.string(), z.int()) }),
    ],
    ['unions', z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })])],
    ['any JSON', z.object({ a: z.json(), b: z.object({}).catchall(z.json()) })],
    ['what contains itself', Category],
    ['refinements and brands', z.object({ a: z.string().refine(Boolean).brand('A') }).readonly()],
  ])('is taken: %s', (_what, schema) => {
    expect(schemaErrors(schema)).toEqual([]);
  });
});
