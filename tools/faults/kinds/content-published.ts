import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { withClient } from '@waybill/stack/parts';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import { until } from '../until.ts';
import { withBroker } from './broker-admin.ts';
import { databaseOf, healed } from './database-admin.ts';

/** A version that no release has. */
const FUTURE = 999;

/**
 * An event of a version that no process knows, as when new code was rolled back. In key order it blocks its partition; healing
 * removes it, as an operator does.
 */
const newerVersion: FaultKind = {
  name: 'content.newer-version',
  weight: 1,
  targets: ({ broker }) => broker.streams,
  excludes: ['content', 'broker'],
  async strike(lab, stream, random, signal) {
    const sequence = await withBroker(lab, async (jsm, nats) => {
      const { state } = await jsm.streams.info(stream);
      const like = await jsm.streams.getMessage(stream, { seq: state.last_seq });
      if (!like) return undefined;
      const subject = like.subject.replace(/\.v\d+\./, `.v${FUTURE}.`);
      const { seq } = await jetstream(nats).publish(subject, '{}', { msgID: randomUUID() });
      return seq;
    });
    if (sequence === undefined) return;
    try {
      await hold(random.between(5_000, 20_000), signal);
    } finally {
      await until(`message ${sequence} of ${stream} is removed`, () =>
        withBroker(lab, (jsm) => jsm.streams.deleteMessage(stream, sequence)),
      );
    }
  },
};

/** Beyond the `max_payload` of the broker, 1 MB. */
const TOO_LARGE_BYTES = 2 * 1_024 * 1_024;

/**
 * A row that the broker refuses, past the library's own check, as when `max_payload` was lowered since the append. It blocks
 * its own key only; healing removes it.
 */
const tooLarge: FaultKind = {
  name: 'content.too-large',
  weight: 1,
  targets: ({ databases }) => databases.map(({ service }) => service),
  excludes: ['content'],
  async strike(lab, service, random, signal) {
    const database = databaseOf(lab, service);
    const id = randomUUID();
    try {
      await withClient(database.administratorUrl, (client) =>
        client.query(
          `INSERT INTO outbox (message_id, subject, key, bucket, headers, payload)
           SELECT $1, subject, $1, bucket, headers, json_build_object('filler', repeat('x', $2::int))
           FROM outbox ORDER BY id DESC LIMIT 1`,
          [id, TOO_LARGE_BYTES],
        ),
      );
      await hold(random.between(5_000, 30_000), signal);
    } finally {
      await healed(database, async (client) => {
        await client.query('DELETE FROM outbox WHERE message_id = $1', [id]);
      });
    }
  },
};

export const publishedFaults: readonly FaultKind[] = [newerVersion, tooLarge];
