-- Consumers that an operator has paused.
CREATE TABLE "consumer_pause" (
    "consumer" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- When it resumes by itself. Null: when an operator resumes it.
    "until" TIMESTAMPTZ,
    "reason" TEXT,

    CONSTRAINT "consumer_pause_pkey" PRIMARY KEY ("consumer")
);

-- The rate limit of a consumer, over all replicas: a row for each consumer that has one.
CREATE TABLE "consumer_rate" (
    "consumer" TEXT NOT NULL,
    -- When all permits that were taken would have become due if they came evenly.
    "taken_until" TIMESTAMPTZ NOT NULL,
    -- What the last statement took, for that to return.
    "granted" INTEGER NOT NULL,

    CONSTRAINT "consumer_rate_pkey" PRIMARY KEY ("consumer")
);

-- Updated for every permit: room on the page for the new version of the row, so that no index is touched.
ALTER TABLE "consumer_rate" SET (fillfactor = 50);
