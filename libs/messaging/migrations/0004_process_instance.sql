-- What process managers know of each process that they began: one row, locked by every step and changed in its transaction.
CREATE TABLE "process_instance" (
    -- The declared name of the process manager.
    "process" TEXT NOT NULL,
    -- What its events have in common: an order's id.
    "id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    -- By event type, the id of the timer's event that counts: { "order.payment-undecided": "…" }.
    "timers" JSONB NOT NULL DEFAULT '{}',
    -- Steps taken, the first included.
    "version" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ,
    -- How it ended, in the process manager's words.
    "outcome" TEXT,

    CONSTRAINT "process_instance_pkey" PRIMARY KEY ("process", "id")
);

-- Those under way, the ones that stand still longest first.
CREATE INDEX "process_instance_running_idx" ON "process_instance"("updated_at") WHERE "ended_at" IS NULL;
CREATE INDEX "process_instance_ended_at_idx" ON "process_instance"("ended_at") WHERE "ended_at" IS NOT NULL;
