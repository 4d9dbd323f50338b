import { describe, expect, it } from '@jest/globals';
import { schemaFields } from './schema-fields.ts';

const fields = (properties: object, required: string[] = []) =>
  schemaFields({ type: 'object', properties, required });

describe('the fields of an event', () => {
  it.each([
    [{ type: 'string', format: 'uuid', pattern: '^x$' }, 'UUID'],
    [{ type: 'string', format: 'date-time', pattern: '^x$' }, 'time, ISO 8601'],
    [{ type: 'string', minLength: 1, maxLength: 64 }, 'text, 1 to 64 characters'],
    [{ type: 'string', minLength: 3, maxLength: 3 }, 'text, 3 characters'],
    [{ type: 'string', pattern: '^\\d+$' }, 'text, like ^\\d+$'],
    [{ type: 'integer', minimum: 1, maximum: 9007199254740991 }, 'whole number, 1 or more'],
    [{ type: 'number', maximum: 5 }, 'number, at most 5'],
    [{ type: 'string', enum: ['placed', 'confirmed'] }, '"placed" or "confirmed"'],
    [{ const: 'a' }, '"a"'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ anyOf: [{ type: 'boolean' }, { type: 'number' }] }, 'true or false or number'],
    [{ type: 'array', items: { type: 'string' }, minItems: 1 }, 'list of text, 1 or more items'],
    [{ type: 'array', items: [{ type: 'string' }] }, 'list'],
    [{}, 'anything'],
  ])('describe %j as %s', (schema, words) => {
    expect(fields({ it: schema })).toEqual([{ name: 'it', type: words, required: false }]);
  });

  it('are listed below their list or object, and say whether they are required', () => {
    const line = { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] };
    expect(fields({ lines: { type: 'array', items: line }, first: line }, ['lines'])).toEqual([
      { name: 'lines', type: 'list of object', required: true },
      { name: 'lines[].sku', type: 'text', required: true },
      { name: 'first', type: 'object', required: false },
      { name: 'first.sku', type: 'text', required: true },
    ]);
  });

  it('are empty if the service does not report a schema', () => {
    expect(schemaFields(undefined)).toEqual([]);
  });
});
