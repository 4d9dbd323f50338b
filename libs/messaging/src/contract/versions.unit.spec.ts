import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { jsonSchemaOf } from './json-schema.js';
import { keyFieldsOf } from './key-fields.js';
import { distinctContracts } from './versions.js';

const definition = {
  type: 'order.placed',
  version: 1,
  owner: 'order',
  key: ({ orderId }: { orderId: string }) => orderId,
  schema: z.object({ orderId: z.string(), total: z.number() }),
  example: { orderId: 'o-1', total: 3 },
};
const first = defineEvent(definition);
const second = defineEvent({
  ...definition,
  version: 2,
  previous: first,
  upcast: (data: typeof definition.example) => data,
});

describe('the contracts of a service', () => {
  it('are each there once, with the versions that they upcast from', () => {
    expect(distinctContracts([second, first, second])).toEqual([second, first]);
  });

  it('are refused where two have one type and version', () => {
    const again = defineEvent({
      ...definition,
      schema: z.object({ orderId: z.string(), total: z.number() }),
    });
    expect(() => distinctContracts([second, again])).toThrow(/two contracts are named order\.placed\.v1/);
  });
});

describe('the fields of a key', () => {
  it('are found by trying', () => {
    expect(keyFieldsOf(first)).toEqual(['/orderId']);
    const key = (data: typeof definition.example) => `${data.orderId}:${data.total}`;
    expect(keyFieldsOf(defineEvent({ ...definition, key }))).toEqual(['/orderId', '/total']);
  });

  it('are not known without an example', () => {
    expect(keyFieldsOf(defineEvent({ ...definition, example: undefined }))).toBeUndefined();
  });
});

describe('the JSON Schema of a contract', () => {
  it('lets fields pass that a reader does not know, so that one can be added', () => {
    expect(jsonSchemaOf(first)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { orderId: { type: 'string' }, total: { type: 'number' } },
      required: ['orderId', 'total'],
    });
  });
});
