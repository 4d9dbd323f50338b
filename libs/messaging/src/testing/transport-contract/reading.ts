import { beforeEach, describe, expect, it } from '@jest/globals';
import { StreamNotFound } from '../../errors.js';
import type { StoredMessage } from '../../transport/stream-transport.js';
import type { TransportFixture } from './transport-fixture.js';

export function describeReading(fixture: TransportFixture): void {
  const { message, declare, scanAll } = fixture;

  describe('reading by position', () => {
    it('reads one message, the last of a subject, or nothing', async () => {
      await declare();
      await fixture.transport.publish(message('a'));
      await fixture.transport.publish(message('b', { headers: { note: 'second' } }));
      await fixture.transport.publish(message('c', { subject: `${fixture.domain}.other` }));
      expect(await fixture.transport.reader.read(fixture.stream.name, '1')).toMatchObject({
        id: 'a',
        position: '1',
      });
      expect(
        await fixture.transport.reader.readLast(fixture.stream.name, `${fixture.domain}.happened`),
      ).toMatchObject({
        id: 'b',
        headers: { note: 'second' },
        position: '2',
      });
      for (const never of ['4', '0', '-1', '1.5', 'one', '']) {
        expect(await fixture.transport.reader.read(fixture.stream.name, never)).toBeUndefined();
      }
      expect(
        await fixture.transport.reader.readLast(fixture.stream.name, `${fixture.domain}.nothing`),
      ).toBeUndefined();
    });

    describe('a page', () => {
      const numbers = (page: StoredMessage[]) => page.map(({ position }) => Number(position));

      /** 1 to 60; `rare` are 7, 14, …, but none after 42. */
      beforeEach(async () => {
        await declare();
        for (let n = 1; n <= 60; n++) {
          const subject = n % 7 === 0 && n <= 42 ? `${fixture.domain}.rare.0` : `${fixture.domain}.often.0`;
          await fixture.transport.publish(message(`m${n}`, { subject }));
        }
      });

      it('begins at a position, or after it, and holds what matches from there on, newest last', async () => {
        const from = { at: '8' };
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { from, limit: 3 })),
        ).toEqual([8, 9, 10]);
        const after = { from: { after: '8' }, limit: 2 };
        expect(numbers(await fixture.transport.reader.readPage(fixture.stream.name, after))).toEqual([9, 10]);
        const first = { from: 'beginning' as const, limit: 2 };
        expect(numbers(await fixture.transport.reader.readPage(fixture.stream.name, first))).toEqual([1, 2]);
        const rare = { from, filter: `${fixture.domain}.rare.*`, limit: 2 };
        expect(numbers(await fixture.transport.reader.readPage(fixture.stream.name, rare))).toEqual([14, 21]);
        expect(
          await fixture.transport.reader.readPage(fixture.stream.name, { ...rare, limit: 1 }),
        ).toMatchObject([
          {
            id: 'm14',
            subject: `${fixture.domain}.rare.0`,
            headers: { 'ce-type': 'happened' },
            stream: fixture.stream.name,
          },
        ]);
        expect(
          await fixture.transport.reader.readPage(fixture.stream.name, { from: { at: '61' }, limit: 3 }),
        ).toEqual([]);
      });

      it('holds the newest where it begins nowhere', async () => {
        expect(numbers(await fixture.transport.reader.readPage(fixture.stream.name, { limit: 4 }))).toEqual([
          57, 58, 59, 60,
        ]);
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { limit: 100 })),
        ).toHaveLength(60);
        const rare = `${fixture.domain}.rare.*`;
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { filter: rare, limit: 2 })),
        ).toEqual([35, 42]);
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { filter: rare, limit: 50 })),
        ).toEqual([7, 14, 21, 28, 35, 42]);
        expect(
          await fixture.transport.reader.readPage(fixture.stream.name, {
            filter: `${fixture.domain}.none`,
            limit: 5,
          }),
        ).toEqual([]);
      });

      it('begins with the first message stored at a time or later', async () => {
        const all = await fixture.transport.reader.readPage(fixture.stream.name, { limit: 60 });
        const { storedAt } = all[30]!;
        const first = all.find((each) => each.storedAt >= storedAt)!;
        const from = { time: new Date(storedAt) };
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { from, limit: 1 })),
        ).toEqual([Number(first.position)]);
        const later = { time: new Date(all[59]!.storedAt + 60_000) };
        expect(
          await fixture.transport.reader.readPage(fixture.stream.name, { from: later, limit: 1 }),
        ).toEqual([]);
        const before = { time: new Date(0) };
        expect(
          numbers(await fixture.transport.reader.readPage(fixture.stream.name, { from: before, limit: 1 })),
        ).toEqual([1]);
      });

      it('needs no consumer', async () => {
        await fixture.transport.reader.readPage(fixture.stream.name, {
          filter: `${fixture.domain}.rare.*`,
          limit: 50,
        });
        expect(await fixture.transport.reader.streamStatus(fixture.stream.name)).toMatchObject({
          consumers: 1,
        });
      });

      it('of an empty stream is empty, of an absent one an error', async () => {
        const empty = {
          ...fixture.stream,
          name: `${fixture.stream.name}E`,
          subjects: [`e${fixture.domain}.>`],
        };
        await fixture.transport.reconcile({ streams: [empty], consumers: [] });
        expect(await fixture.transport.reader.readPage(empty.name, { limit: 5 })).toEqual([]);
        const from = { time: new Date() };
        expect(await fixture.transport.reader.readPage(empty.name, { from, limit: 5 })).toEqual([]);
        await expect(fixture.transport.reader.readPage('ABSENT', { limit: 5 })).rejects.toThrow(
          StreamNotFound,
        );
      });
    });

    it('names the streams that there are', async () => {
      await declare();
      expect(await fixture.transport.reader.streamNames()).toContain(fixture.stream.name);
    });

    it('scans what matches, in stream order, more than one page of it, and leaves no consumer behind', async () => {
      await declare();
      const ids = Array.from({ length: 700 }, (_, index) => `m${index}`);
      await Promise.all(
        ids.map((id, index) =>
          fixture.transport.publish(
            message(id, { subject: `${fixture.domain}.${index % 7 ? 'many' : 'few'}.1` }),
          ),
        ),
      );
      const many = ids.filter((_, index) => index % 7 !== 0);
      expect((await scanAll(`${fixture.domain}.many.*`)).map(({ id }) => id)).toEqual(many);
      expect(await scanAll('>')).toHaveLength(700);
      expect(await scanAll(`${fixture.domain}.none.*`)).toEqual([]);
      expect(await scanAll('elsewhere.>')).toEqual([]);
      expect(await fixture.transport.reader.streamStatus(fixture.stream.name)).toMatchObject({
        consumers: 1,
        messages: 700,
      });
    });

    it('counts the messages of each subject that matches', async () => {
      await declare();
      await fixture.transport.publish(message('a', { subject: `${fixture.domain}.one.0` }));
      await fixture.transport.publish(message('b', { subject: `${fixture.domain}.one.0` }));
      await fixture.transport.publish(message('c', { subject: `${fixture.domain}.two.0` }));
      expect(await fixture.transport.reader.countBySubject(fixture.stream.name, '>')).toEqual({
        [`${fixture.domain}.one.0`]: 2,
        [`${fixture.domain}.two.0`]: 1,
      });
      expect(
        await fixture.transport.reader.countBySubject(fixture.stream.name, `${fixture.domain}.two.*`),
      ).toEqual({
        [`${fixture.domain}.two.0`]: 1,
      });
      expect(
        await fixture.transport.reader.countBySubject(fixture.stream.name, `${fixture.domain}.none.*`),
      ).toEqual({});
      await expect(fixture.transport.reader.countBySubject('ABSENT', '>')).rejects.toThrow(StreamNotFound);
    });

    it('leaves no consumer behind when a scan is broken off', async () => {
      await declare();
      await fixture.transport.publish(message('a'));
      await fixture.transport.publish(message('b'));
      for await (const first of fixture.transport.reader.scan(fixture.stream.name, '>')) {
        expect(first.id).toBe('a');
        break;
      }
      expect(await fixture.transport.reader.streamStatus(fixture.stream.name)).toMatchObject({
        consumers: 1,
      });
    });

    it('names every durable of a stream, and where each stands, but no scan’s consumer', async () => {
      await declare({ name: 'worker' });
      await declare({ name: 'other', filters: [`${fixture.domain}.b`] });
      await fixture.transport.publish(message('a'));
      const scan = fixture.transport.reader.scan(fixture.stream.name, '>')[Symbol.asyncIterator]();
      await scan.next();
      expect(await fixture.transport.reader.durables(fixture.stream.name)).toMatchObject([
        { stream: fixture.stream.name, name: 'other', filters: [`${fixture.domain}.b`], numPending: 0 },
        { stream: fixture.stream.name, name: 'worker', numPending: 1, completedTo: '0' },
      ]);
      await scan.return?.(undefined);
    });

    it('tells an absent stream from an empty one', async () => {
      await expect(fixture.transport.reader.read('ABSENT', '1')).rejects.toThrow(StreamNotFound);
      await expect(
        fixture.transport.reader.scan('ABSENT', '>')[Symbol.asyncIterator]().next(),
      ).rejects.toThrow(StreamNotFound);
      expect(await fixture.transport.reader.streamStatus('ABSENT')).toBeUndefined();
      expect(await fixture.transport.reader.consumerStatus('ABSENT', 'worker')).toBeUndefined();
      expect(await fixture.transport.reader.durables('ABSENT')).toEqual([]);
    });
  });
}
