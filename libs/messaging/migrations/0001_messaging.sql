-- The messaging library's tables, in the database of each service that publishes or consumes.

-- Events to publish, written in the transaction that makes them true. The order of `id` is the order of publishing.
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    -- CloudEvents id and, unless the event is sent again, `Nats-Msg-Id`.
    "message_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    -- hash(key) % 64: what a relay leases.
    "bucket" SMALLINT NOT NULL,
    -- CloudEvents attributes, traceparent, tracestate, baggage.
    "headers" JSON NOT NULL,
    -- The event's data as it goes on the wire.
    "payload" JSON NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "published_at" TIMESTAMPTZ,
    -- Where the broker stored it.
    "stream" TEXT,
    "sequence" BIGINT,
    -- Publishes that the broker refused.
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    -- Not before this, after a refusal.
    "available_at" TIMESTAMPTZ,
    "last_error" TEXT,
    -- Parked after the last refused attempt, until an operator retries it.
    "dead_at" TIMESTAMPTZ,
    -- Which `outbox republish` sent it again last: part of its `Nats-Msg-Id` from then on.
    "resend_id" UUID,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "outbox_key_idx" ON "outbox"("key");
CREATE INDEX "outbox_created_at_idx" ON "outbox" USING BRIN ("created_at" timestamptz_minmax_ops);

-- The relay's claim reads this one: it holds only pending rows, so it stays as small as the backlog.
CREATE INDEX "outbox_pending_idx" ON "outbox"("id") WHERE "published_at" IS NULL AND "dead_at" IS NULL;

-- Keys that wait after a refusal: nearly always empty.
CREATE INDEX "outbox_refused_idx" ON "outbox"("key", "id")
  WHERE "published_at" IS NULL AND "dead_at" IS NULL AND "attempts" > 0;

CREATE INDEX "outbox_dead_idx" ON "outbox"("id") WHERE "dead_at" IS NOT NULL;

-- Every row is updated once, so vacuum at 5 % instead of 20 % dead rows.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- One row per consumer and completed message, inserted in the handler's own transaction.
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    -- handled, discarded, or dead (dead-lettered: a replay may make it handled).
    "outcome" TEXT NOT NULL DEFAULT 'handled',
    "handled_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer", "message_id")
);

CREATE INDEX "inbox_handled_at_idx" ON "inbox" USING BRIN ("handled_at" timestamptz_minmax_ops);

-- Attempts of messages that failed, or that began and never ended because their process was killed.
CREATE TABLE "inbox_failure" (
    "consumer" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    -- Attempts that began; more than the history holds if a process was killed in the middle.
    "attempts" INTEGER NOT NULL,
    -- Attempts that failed: [{ at, error: { name, message, code? }, durationMs }], oldest first.
    "history" JSONB NOT NULL,
    "last_failed_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "inbox_failure_pkey" PRIMARY KEY ("consumer", "message_id")
);

CREATE INDEX "inbox_failure_last_failed_at_idx" ON "inbox_failure"("last_failed_at");

-- How far a consumer is with an event type: every message stored until then is completed in the inbox.
CREATE TABLE "consumer_position" (
    "consumer" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    -- `*` for replays of dead letters.
    "event_type" TEXT NOT NULL,
    -- By the broker's clock.
    "handled_until" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "consumer_position_pkey" PRIMARY KEY ("consumer", "stream", "event_type")
);

-- Until when a consumer's inbox has been cleaned: older messages are not recognised any more.
CREATE TABLE "inbox_horizon" (
    "consumer" TEXT NOT NULL,
    "forgotten_until" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "inbox_horizon_pkey" PRIMARY KEY ("consumer")
);

-- What distinguishes this database from every other, on the broker too: one row.
CREATE TABLE "messaging_identity" (
    "name" TEXT NOT NULL,
    "id" UUID NOT NULL,

    CONSTRAINT "messaging_identity_pkey" PRIMARY KEY ("name")
);

-- What operators did to the consumers: rewind, rebuild, prune.
CREATE TABLE "messaging_audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "action" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "messaging_audit_pkey" PRIMARY KEY ("id")
);

-- How many times a consumer has been rebuilt; what was delivered before the last rebuild takes no effect any more.
CREATE TABLE "consumer_epoch" (
    "consumer" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "consumer_epoch_pkey" PRIMARY KEY ("consumer")
);
