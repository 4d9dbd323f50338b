import { describe, expect, it } from '@jest/globals';
import { formatReference, PART_BYTES, partSubjects, referenceIn, referenceTo } from './data-reference.js';

describe('a reference to data', () => {
  it('says what the data has to be, in bytes and not in characters', () => {
    const reference = referenceTo('order', '€');
    expect(reference).toMatchObject({ domain: 'order', bytes: 3 });
    expect(referenceIn({ 'ce-dataref': formatReference(reference) })).toEqual(reference);
  });

  it('is none where the message has none, or one of another system', () => {
    expect(referenceIn({})).toBeUndefined();
    expect(referenceIn({ 'ce-dataref': 'https://example.org/data' })).toBeUndefined();
    expect(referenceIn({ 'ce-dataref': 'urn:waybill:payload:order:sha256:00:1' })).toBeUndefined();
  });

  it('names as many parts as it takes', () => {
    const parts = (bytes: number) => partSubjects({ domain: 'order', digest: 'd', bytes });
    expect(parts(1)).toEqual(['dataref.order.d.0']);
    expect(parts(PART_BYTES)).toHaveLength(1);
    expect(parts(PART_BYTES + 1)).toEqual(['dataref.order.d.0', 'dataref.order.d.1']);
  });
});
