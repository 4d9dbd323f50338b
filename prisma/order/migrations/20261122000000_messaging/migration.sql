CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "headers" JSON NOT NULL,
    "payload" JSON NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "published_at" TIMESTAMPTZ,
    "stream" TEXT,
    "sequence" BIGINT,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ,
    "last_error" TEXT,
    "dead_at" TIMESTAMPTZ,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "outbox_key_idx" ON "outbox"("key");
CREATE INDEX "outbox_created_at_idx" ON "outbox" USING BRIN ("created_at" timestamptz_minmax_ops);

-- The relay's claim reads this one: only pending rows are in it, so it stays as small as the backlog.
CREATE INDEX "outbox_pending_idx" ON "outbox"("id") WHERE "published_at" IS NULL AND "dead_at" IS NULL;

-- Keys that wait out a refusal: nearly always empty.
CREATE INDEX "outbox_refused_idx" ON "outbox"("key", "id")
  WHERE "published_at" IS NULL AND "dead_at" IS NULL AND "attempts" > 0;

CREATE INDEX "outbox_dead_idx" ON "outbox"("id") WHERE "dead_at" IS NOT NULL;

-- Every row is updated once, so vacuum by the twentieth rather than by the fifth part.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "handled_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer", "message_id")
);

CREATE INDEX "inbox_handled_at_idx" ON "inbox" USING BRIN ("handled_at" timestamptz_minmax_ops);

CREATE TABLE "inbox_failure" (
    "consumer" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "history" JSONB NOT NULL,
    "last_failed_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "inbox_failure_pkey" PRIMARY KEY ("consumer", "message_id")
);

CREATE INDEX "inbox_failure_last_failed_at_idx" ON "inbox_failure"("last_failed_at");
