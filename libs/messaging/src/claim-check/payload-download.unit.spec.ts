import { describe, expect, it } from '@jest/globals';
import { InvalidPayload } from '../errors.js';
import type { StoredMessage } from '../transport/stream-transport.js';
import { formatReference, referenceTo } from './data-reference.js';
import { withPayload } from './payload-download.js';

const PAYLOAD = JSON.stringify({ total: 100 });
const wire = {
  headers: { 'ce-dataref': formatReference(referenceTo('order', PAYLOAD)) },
  body: new Uint8Array(),
};
const storing = (text: string) => ({
  readLast: async () => ({ body: Buffer.from(text) }) as Pick<StoredMessage, 'body'> as StoredMessage,
});

describe('the payload that a message refers to', () => {
  it('is taken as it was stored', async () => {
    const { body } = await withPayload(storing(PAYLOAD), wire);
    expect(Buffer.from(body).toString()).toBe(PAYLOAD);
  });

  it.each([
    ['something else, as long', PAYLOAD.replace('100', '999')],
    ['a part of it', PAYLOAD.slice(1)],
  ])('is refused where %s is stored', async (_, text) => {
    await expect(withPayload(storing(text), wire)).rejects.toThrow(InvalidPayload);
  });
});
