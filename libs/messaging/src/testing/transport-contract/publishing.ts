import { describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, PublishRefused } from '../../errors.js';
import type { TransportFixture } from './transport-fixture.js';

export function describePublishing(fixture: TransportFixture): void {
  const { message, declare, subscribe, scanAll } = fixture;

  describe('publishing', () => {
    it('returns stream and position, one after the other', async () => {
      await declare();
      expect(await fixture.transport.publish(message('a'))).toEqual({
        stream: fixture.stream.name,
        position: '1',
        duplicate: false,
      });
      expect(await fixture.transport.publish(message('b'))).toMatchObject({ position: '2' });
    });

    it('stores a message once when its id is published twice inside the duplicate window', async () => {
      await declare();
      await fixture.transport.publish(message('a'));
      expect(await fixture.transport.publish(message('a', { body: 'other' }))).toEqual({
        stream: fixture.stream.name,
        position: '1',
        duplicate: true,
      });
      expect(await scanAll('>')).toHaveLength(1);
    });

    it('stores with expectNew only where the subject holds nothing, and calls anything else a conflict', async () => {
      await declare();
      await fixture.transport.publish(message('a', { expectNew: true }));
      const second = fixture.transport.publish(message('b', { expectNew: true }));
      await expect(second).rejects.toMatchObject({ code: 'PUBLISH_REFUSED', name: 'SubjectTaken' });
      const other = message('c', { subject: `${fixture.domain}.other`, expectNew: true });
      expect(await fixture.transport.publish(other)).toMatchObject({ duplicate: false });
    });

    it('takes the same message with expectNew again as a duplicate, not as a conflict', async () => {
      await declare();
      await fixture.transport.publish(message('a', { expectNew: true }));
      expect(await fixture.transport.publish(message('a', { expectNew: true }))).toMatchObject({
        duplicate: true,
      });
    });

    it('keeps headers as they are, but for the letter case of known names', async () => {
      await declare();
      const headers = { 'Ce-Source': 'shop', Traceparent: '00-1', Baggage: 'a=B', 'X-Note': 'Theirs' };
      await fixture.transport.publish(message('a', { headers }));
      const [stored] = await scanAll('>');
      expect(stored!.headers).toEqual({
        'ce-source': 'shop',
        traceparent: '00-1',
        baggage: 'a=B',
        'X-Note': 'Theirs',
      });
      expect(fixture.transport.maxPayload()).toBeGreaterThan(0);
    });

    it('keeps the order of calls that were made without waiting', async () => {
      await declare();
      const ids = Array.from({ length: 200 }, (_, index) => `m${index}`);
      const published = await Promise.all(ids.map((id) => fixture.transport.publish(message(id))));
      expect(published.map(({ position }) => position)).toEqual(ids.map((_, index) => String(index + 1)));
    });

    it('says that the broker is unavailable where no stream takes the subject', async () => {
      await declare();
      await expect(
        fixture.transport.publish(message('a', { subject: `no${fixture.domain}.x` })),
      ).rejects.toThrow(BrokerUnavailable);
    });

    it.each([
      ['a line break', { 'ce-type': 'a\r\nNats-Rollup: all' }],
      ['a name that is the broker’s own', { 'nats-rollup': 'all' }],
    ])('refuses a header with %s before it is sent', async (_what, headers) => {
      await declare();
      await expect(fixture.transport.publish(message('a', { headers }))).rejects.toThrow(PublishRefused);
      expect(await scanAll('>')).toHaveLength(0);
    });

    it('refuses a body larger than the broker takes, and stays usable', async () => {
      await declare();
      const body = 'x'.repeat(1024 * 1024 + 1);
      await expect(fixture.transport.publish(message('a', { body }))).rejects.toThrow(PublishRefused);
      expect(await fixture.transport.publish(message('b'))).toMatchObject({ position: '1' });
    });
  });

  describe('what comes back', () => {
    it.each([
      ['a text with every kind of character', 'naïve – „Größe“ 日本語 🛒\n\u0000"\\'],
      ['an empty body', ''],
      ['900 KiB', 'ä'.repeat(450 * 1024)],
    ])('delivers %s as it was published, with its headers', async (_what, body) => {
      const consumer = await declare();
      const headers = { 'ce-type': 'happened', 'ce-key': 'caf%C3%A9', traceparent: '00-1-2-01' };
      const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('a', { body, headers }));
      const [delivery] = await deliveries.reach(1);
      expect(new TextDecoder().decode(delivery!.body)).toBe(body);
      expect(delivery).toMatchObject({
        id: 'a',
        subject: `${fixture.domain}.happened`,
        headers,
        stream: fixture.stream.name,
        position: '1',
        deliveryCount: 1,
      });
    });

    it('delivers raw bytes unchanged', async () => {
      const consumer = await declare();
      const body = Uint8Array.from({ length: 256 }, (_, index) => index);
      const deliveries = await subscribe(consumer);
      await fixture.transport.publish(message('a', { body }));
      const [delivery] = await deliveries.reach(1);
      expect([...delivery!.body]).toEqual([...body]);
    });

    it('knows when the broker stored it', async () => {
      await declare();
      const before = Date.now();
      await fixture.transport.publish(message('a'));
      const stored = await fixture.transport.reader.read(fixture.stream.name, '1');
      expect(stored!.storedAt).toBeGreaterThanOrEqual(before - 1_000);
      expect(stored!.storedAt).toBeLessThanOrEqual(Date.now() + 1_000);
    });
  });
}
