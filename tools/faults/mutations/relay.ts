import type { Mutation } from './mutation.ts';

const OUTBOX = 'libs/messaging/src/outbox';
const RELAY = `${OUTBOX}/relay`;
const GUARANTEES = 'libs/messaging/src/guarantees';

/** Outbox and relay: published if and only if committed, in order, by one relay. */
export const relay: readonly Mutation[] = [
  {
    name: 'outbox-in-transaction',
    guarantee: 1,
    without: 'the outbox row does not share the fate of the caller’s transaction',
    file: `${OUTBOX}/append-rows.sql.ts`,
    source: '  if (!event) return;\n',
    replacement: `  if (!event) return;\n  await execute(tx, 'COMMIT', []);\n`,
    provenBy: [{ spec: `${GUARANTEES}/published-iff-committed.int.spec.ts` }],
  },
  {
    name: 'publish-not-awaited',
    guarantee: 1,
    without: 'a transaction commits without waiting for a publish that its work did not await',
    file: `${OUTBOX}/transaction-runner.ts`,
    source: '        await this.outbox.appended(tx);\n',
    replacement: '',
    provenBy: [{ spec: `${OUTBOX}/transaction-runner.unit.spec.ts` }],
  },
  {
    name: 'poke-after-commit',
    guarantee: 1,
    without: 'the relay is poked, and listeners are told, before the commit',
    file: `${OUTBOX}/transaction-runner.ts`,
    source: `        published = this.outbox.takeAppended(tx);
      }
    };
    const result = await this.transaction((tx) => whileOpen(tx, append, this.onRefused));
    if (published.length > 0) {
      this.poke();
      this.notify(published);
    }
    return result;`,
    replacement: `        published = this.outbox.takeAppended(tx);
        if (published.length > 0) {
          this.poke();
          this.notify(published);
        }
      }
    };
    return await this.transaction((tx) => whileOpen(tx, append, this.onRefused));`,
    provenBy: [{ spec: `${OUTBOX}/transaction-runner.unit.spec.ts` }],
  },
  {
    name: 'mark-after-ack',
    guarantee: 1,
    without: 'the relay marks a row as published before the broker has acknowledged it',
    file: `${RELAY}/relay.ts`,
    source: '        for (const row of rows) pipeline.send(row);\n',
    replacement: `        await markPublished(session, rows.map(({ id }) => ({ id, published: { stream: '', position: '0', duplicate: false } })));
        for (const row of rows) pipeline.send(row);\n`,
    provenBy: [{ spec: `${GUARANTEES}/refused-rows.int.spec.ts`, test: 'an outage holds up' }],
  },
  {
    name: 'no-cursor',
    guarantee: 1,
    without: 'the relay claims only above the last published id, and skips a row that commits late',
    file: `${RELAY}/claim-rows.sql.ts`,
    source: 'WHERE published_at IS NULL AND dead_at IS NULL\n  AND ($1',
    replacement:
      'WHERE published_at IS NULL AND dead_at IS NULL\n  AND id > coalesce((SELECT max(id) FROM outbox WHERE published_at IS NOT NULL), 0)\n  AND ($1',
    provenBy: [
      { spec: `${GUARANTEES}/published-iff-committed.int.spec.ts`, test: 'after a later row was published' },
    ],
  },
  {
    name: 'append-order',
    guarantee: 3,
    without: 'events that are appended together get ids in any order',
    file: `${OUTBOX}/append-rows.sql.ts`,
    source: 'ORDER BY position`',
    replacement: 'ORDER BY md5(message_id)`',
    provenBy: [{ spec: `${GUARANTEES}/key-order.int.spec.ts`, test: 'across relays' }],
  },
  {
    name: 'claim-order',
    guarantee: 3,
    without: 'the relay claims rows in any order, not by their ids',
    file: `${RELAY}/claim-rows.sql.ts`,
    source: 'ORDER BY id\nLIMIT $3',
    replacement: 'ORDER BY md5(message_id)\nLIMIT $3',
    provenBy: [{ spec: `${GUARANTEES}/key-order.int.spec.ts`, test: 'across relays' }],
  },
  {
    name: 'one-in-flight-per-key',
    guarantee: 3,
    without: 'the relay sends a row before the one before it, of the same key, is acknowledged',
    file: `${RELAY}/keyed-pipeline.ts`,
    source: 'key.tail = key.tail.then((sent) => (sent ? this.publish(row) : this.release(row)));',
    replacement:
      'const before = key.tail;\n    const own = this.publish(row);\n    key.tail = before.then((sent) => (sent ? own : false));',
    provenBy: [{ spec: `${RELAY}/keyed-pipeline.unit.spec.ts`, test: 'one row of a key at a time' }],
  },
  {
    name: 'failure-closes-key',
    guarantee: 3,
    without: 'rows of a key that were claimed go out after one before them has failed',
    file: `${RELAY}/keyed-pipeline.ts`,
    source: '(sent ? this.publish(row) : this.release(row))',
    replacement: 'this.publish(row)',
    provenBy: [{ spec: `${RELAY}/keyed-pipeline.unit.spec.ts`, test: 'overtake a row that was refused' }],
  },
  {
    name: 'key-closed-until-marked',
    guarantee: 3,
    without: 'a key opens again before the table knows of all its rows',
    file: `${RELAY}/keyed-pipeline.ts`,
    source: 'if (key && --key.rows === 0) this.#keys.delete(row.key);',
    replacement: 'this.#keys.delete(row.key);',
    provenBy: [{ spec: `${RELAY}/keyed-pipeline.unit.spec.ts`, test: 'until the table knows' }],
  },
  {
    name: 'in-flight-not-claimed',
    guarantee: 3,
    without: 'the relay claims rows again that are on the wire',
    file: `${RELAY}/relay.ts`,
    source: 'inFlight: pipeline.ids(),',
    replacement: 'inFlight: [],',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'that is on the wire' }],
  },
  {
    name: 'idle-before-next-claim',
    guarantee: 3,
    without: 'a relay that lost its session claims again while its rows are still on the wire',
    file: `${RELAY}/relay.ts`,
    source:
      '      // Nothing may still be on the wire when the next pump claims.\n      await pipeline.idle();\n',
    replacement: '',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'lost its session begins again' }],
  },
  {
    name: 'lease-check',
    guarantee: 3,
    without: 'a relay claims from buckets that another relay has leased',
    file: `${RELAY}/relay.ts`,
    source: 'const buckets = leases.all ? null : [...leases.held];',
    replacement: 'const buckets = null;',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'each goes out once' }],
  },
  {
    name: 'lease-lock',
    guarantee: 3,
    without: 'a bucket is leased without its lock',
    file: `${RELAY}/bucket-leases.ts`,
    source: 'WHERE pg_try_advisory_lock(${BUCKET_LOCKS}, bucket)`;',
    replacement: 'WHERE bucket IS NOT NULL`;',
    provenBy: [{ spec: `${RELAY}/bucket-leases.int.spec.ts`, test: 'no bucket to two of them' }],
  },
  {
    name: 'lease-released-once-marked',
    guarantee: 3,
    without: 'a bucket is given to another relay while its rows are on the wire or not marked',
    file: `${RELAY}/bucket-leases.ts`,
    source: '[...this.#leaving].filter((bucket) => !busy.has(bucket))',
    replacement: '[...this.#leaving]',
    provenBy: [{ spec: `${RELAY}/bucket-leases.int.spec.ts`, test: 'released once their rows are marked' }],
  },
  {
    name: 'lease-returned-at-stop',
    guarantee: 3,
    without: 'a relay that stops leaves its locks on a connection that goes back to the pool',
    file: `${RELAY}/relay.ts`,
    source: '    await leases.leave();\n',
    replacement: '',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'leaves no lease' }],
  },
  {
    name: 'own-session',
    guarantee: 3,
    without: 'the relay takes session locks behind a pooler that shares sessions',
    file: `${RELAY}/own-session.ts`,
    source: 'if (other.backend === backend || own.backend !== backend) throw new PooledSession();',
    replacement: '',
    provenBy: [{ spec: `${RELAY}/own-session.unit.spec.ts` }],
  },
  {
    name: 'keep-alive',
    guarantee: 3,
    without: 'the session of a relay that vanished keeps its leases for hours',
    file: `${RELAY}/bucket-leases.ts`,
    source: '    await execute(session, BE_MISSED, []);\n',
    replacement: '',
    provenBy: [{ spec: `${RELAY}/bucket-leases.int.spec.ts`, test: 'do not outlive their relay' }],
  },
  {
    name: 'reply-limit',
    guarantee: 3,
    without: 'the relay waits for ever for a database that went silent',
    file: `${RELAY}/relay.ts`,
    source: 'const session = withinTime(connection, replyMs);',
    replacement: 'const session: SqlTransaction = (void [withinTime, replyMs], connection);',
    provenBy: [{ spec: `${GUARANTEES}/silence.int.spec.ts`, test: 'gives its session up' }],
  },
  {
    name: 'refusal-blocks-key',
    guarantee: 4,
    without: 'rows of a key overtake one that waits out a refusal',
    file: `${RELAY}/claim-rows.sql.ts`,
    source: 'AND refused.available_at > clock_timestamp()',
    replacement: 'AND FALSE',
    provenBy: [{ spec: `${GUARANTEES}/refused-rows.int.spec.ts`, test: 'blocks its own key only' }],
  },
  {
    name: 'refusal-blocks-own-key-only',
    guarantee: 4,
    without: 'a row that waits out a refusal blocks every key',
    file: `${RELAY}/claim-rows.sql.ts`,
    source: 'AND refused.key = row.key AND refused.id <= row.id',
    replacement: 'AND refused.id <= row.id',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'refused row of another key' }],
  },
  {
    name: 'parking',
    guarantee: 4,
    without: 'a refused row is tried for ever',
    file: `${RELAY}/mark-refused.sql.ts`,
    source: 'dead_at = CASE WHEN attempts + 1 >= $4::int THEN clock_timestamp() END',
    replacement: 'dead_at = CASE WHEN $4::int < 0 THEN clock_timestamp() END',
    provenBy: [{ spec: `${GUARANTEES}/refused-rows.int.spec.ts`, test: 'another program wrote' }],
  },
  {
    name: 'outage-is-no-refusal',
    guarantee: 4,
    without: 'a broker that does not respond uses up attempts',
    file: `${RELAY}/keyed-pipeline.ts`,
    source: `if (error instanceof BrokerUnavailable) this.onOutcome({ row, kind: 'released', error });
      else this`,
    replacement: 'this',
    provenBy: [
      { spec: `${RELAY}/keyed-pipeline.unit.spec.ts`, test: 'broker that is down from one that refused' },
    ],
  },
  {
    name: 'missing-stream-skipped',
    guarantee: 4,
    without: 'rows whose stream is missing fill every claim and hold up other domains',
    file: `${RELAY}/relay.ts`,
    source: 'notOf: this.#missing.waiting,',
    replacement: 'notOf: [],',
    provenBy: [{ spec: `${GUARANTEES}/refused-rows.int.spec.ts`, test: 'no stream takes' }],
  },
  {
    name: 'batch-marked-at-stop',
    guarantee: 8,
    without: 'a relay that stops does not mark what the broker has acknowledged',
    file: `${RELAY}/relay.ts`,
    source: '    await this.mark(session, pipeline);\n    await leases.leave();',
    replacement: '    await leases.leave();',
    provenBy: [{ spec: `${GUARANTEES}/drain.int.spec.ts`, test: 'ends the relay’s batch' }],
  },
  {
    name: 'rows-kept',
    guarantee: 9,
    without: 'a row is deleted once it is published',
    file: `${RELAY}/mark-published.sql.ts`,
    source: `UPDATE outbox
SET published_at = clock_timestamp(), stream = done.stream, sequence = done.sequence, last_error = NULL
FROM unnest`,
    replacement: 'DELETE FROM outbox\nUSING unnest',
    provenBy: [
      { spec: `${GUARANTEES}/retention.int.spec.ts`, test: 'sent again after the broker lost them' },
    ],
  },
  {
    name: 'resend-id',
    guarantee: 9,
    without: 'what is republished has the id that the broker knows, and is dropped as a duplicate',
    file: 'libs/messaging/src/message/resend.ts',
    source: 'return resendId === null ? eventId : `${eventId}${SEPARATOR}${resendId}`;',
    replacement: 'return resendId === null ? eventId : eventId;',
    provenBy: [
      { spec: 'libs/messaging/src/message/resend.unit.spec.ts' },
      { spec: `${GUARANTEES}/republish.int.spec.ts`, test: 'a purge took it' },
    ],
  },
  {
    name: 'resend-known-by-first-id',
    guarantee: 9,
    without: 'a republished message is another one to attempts and dead letters',
    file: 'libs/messaging/src/message/resend.ts',
    source: 'return id.startsWith(`${first}${SEPARATOR}`) ? first : id;',
    replacement: 'return first === id ? first : id;',
    provenBy: [{ spec: `${GUARANTEES}/republish.int.spec.ts`, test: 'known by its event’s id' }],
  },
  {
    name: 'retention',
    guarantee: 9,
    without: 'published rows go before the retention has passed',
    file: 'libs/messaging/src/retention/delete-old.sql.ts',
    source:
      'WHERE created_at < $1::timestamptz AND dead_at IS NULL\n    AND (published_at < $1::timestamptz OR',
    replacement:
      'WHERE $1::timestamptz IS NOT NULL AND dead_at IS NULL\n    AND (published_at IS NOT NULL OR',
    provenBy: [{ spec: `${GUARANTEES}/retention.int.spec.ts` }],
  },
  {
    name: 'pending-kept',
    guarantee: 9,
    without: 'the clean-up takes old rows that were never published',
    file: 'libs/messaging/src/retention/delete-old.sql.ts',
    source: '(published_at < $1::timestamptz OR (published_at IS NOT NULL AND resend_id IS NOT NULL))',
    replacement: '(published_at IS NULL OR published_at < $1::timestamptz)',
    provenBy: [{ spec: `${GUARANTEES}/retention.int.spec.ts` }],
  },
  {
    name: 'read-only-claim',
    guarantee: 13,
    without: 'the relay sends rows that a read-only database cannot mark',
    file: `${RELAY}/claim-rows.sql.ts`,
    source: `  AND current_setting('transaction_read_only') = 'off'\n`,
    replacement: '',
    provenBy: [{ spec: `${RELAY}/several-relays.int.spec.ts`, test: 'its session is read-only' }],
  },
  {
    name: 'read-only-session',
    guarantee: 13,
    without: 'the relay keeps a session that has become read-only',
    file: `${RELAY}/own-session.ts`,
    source: '  if (state.readOnly) throw new DatabaseReadOnly();\n',
    replacement: '',
    provenBy: [{ spec: `${RELAY}/own-session.unit.spec.ts` }],
  },
];
