-- CreateTable
CREATE TABLE "dead_letter" (
    "letter_id" TEXT NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "group_id" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "conversation_id" TEXT,
    "dead_at" TIMESTAMPTZ NOT NULL,
    "replay_of" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "resolved_at" TIMESTAMPTZ,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("letter_id")
);

-- CreateTable
CREATE TABLE "dead_letter_index" (
    "stream" TEXT NOT NULL,
    "position" TEXT NOT NULL,

    CONSTRAINT "dead_letter_index_pkey" PRIMARY KEY ("stream")
);

-- CreateTable
CREATE TABLE "dead_letter_job" (
    "id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "reason" TEXT,
    "by" TEXT,
    "rate" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "next_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "finished_at" TIMESTAMPTZ,
    "cancelled_by" TEXT,
    "waiting_for" TEXT,

    CONSTRAINT "dead_letter_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dead_letter_job_item" (
    "job_id" UUID NOT NULL,
    "letter_id" TEXT NOT NULL,
    "ordinal" BIGINT NOT NULL,
    "outcome" TEXT,
    "detail" TEXT,
    "trace_id" TEXT,
    "at" TIMESTAMPTZ,

    CONSTRAINT "dead_letter_job_item_pkey" PRIMARY KEY ("job_id","letter_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_ordinal_key" ON "dead_letter"("ordinal");

-- CreateIndex
CREATE INDEX "dead_letter_group_id_ordinal_idx" ON "dead_letter"("group_id", "ordinal");

-- CreateIndex
CREATE INDEX "dead_letter_event_id_idx" ON "dead_letter"("event_id");

-- CreateIndex
CREATE INDEX "dead_letter_job_item_job_id_ordinal_idx" ON "dead_letter_job_item"("job_id", "ordinal");

-- AddForeignKey
ALTER TABLE "dead_letter_job_item" ADD CONSTRAINT "dead_letter_job_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "dead_letter_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Lists of open letters, letters of an order, and successors: few rows each.
CREATE INDEX "dead_letter_open_idx" ON "dead_letter"("ordinal") WHERE "state" = 'open';
CREATE INDEX "dead_letter_conversation_idx" ON "dead_letter"("conversation_id") WHERE "conversation_id" IS NOT NULL;
CREATE INDEX "dead_letter_replay_of_idx" ON "dead_letter"("replay_of") WHERE "replay_of" IS NOT NULL;

-- What there is to do: nearly always nothing.
CREATE INDEX "dead_letter_job_running_idx" ON "dead_letter_job"("next_at") WHERE "finished_at" IS NULL;
CREATE INDEX "dead_letter_job_item_due_idx" ON "dead_letter_job_item"("job_id", "ordinal") WHERE "outcome" IS NULL;
