-- Who moved, rebuilt or removed what of the consumers, and when.
CREATE TABLE "messaging_audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "action" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "messaging_audit_pkey" PRIMARY KEY ("id")
);

-- How many times a consumer has been rebuilt; what was delivered before the last time takes no effect any more.
CREATE TABLE "consumer_epoch" (
    "consumer" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "consumer_epoch_pkey" PRIMARY KEY ("consumer")
);
