-- Events that are due later, written in the transaction that makes them true. A relay moves each to `outbox` when it is
-- due, so that the relay's claim never meets a row that has to wait.
CREATE TABLE "outbox_scheduled" (
    -- From the sequence of `outbox`, so that an id names one row of the two.
    "id" BIGINT NOT NULL DEFAULT nextval('outbox_id_seq'),
    "message_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "headers" JSON NOT NULL,
    "payload" JSON NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- By this database's clock.
    "due_at" TIMESTAMPTZ NOT NULL,
    -- Cancelled rows are never moved; they stay for the retention, so that people see what happened.
    "cancelled_at" TIMESTAMPTZ,

    CONSTRAINT "outbox_scheduled_pkey" PRIMARY KEY ("id")
);

-- The relay's look at what is due, and when the next one is.
CREATE INDEX "outbox_scheduled_due_idx" ON "outbox_scheduled"("due_at", "id") WHERE "cancelled_at" IS NULL;
CREATE INDEX "outbox_scheduled_message_id_idx" ON "outbox_scheduled"("message_id");
CREATE INDEX "outbox_scheduled_key_idx" ON "outbox_scheduled"("key", "due_at", "id");
CREATE INDEX "outbox_scheduled_cancelled_at_idx" ON "outbox_scheduled"("cancelled_at") WHERE "cancelled_at" IS NOT NULL;

-- Of a row that was scheduled; its `created_at` is when it was moved here.
ALTER TABLE "outbox" ADD COLUMN "due_at" TIMESTAMPTZ;

-- The id of such an event was made long before its row: this finds it, and costs other rows nothing.
CREATE INDEX "outbox_moved_idx" ON "outbox"("message_id") WHERE "due_at" IS NOT NULL;
