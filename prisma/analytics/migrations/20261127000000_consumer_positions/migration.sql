-- How a message came to rest; a constant default, so existing rows are not rewritten.
ALTER TABLE "inbox" ADD COLUMN "outcome" TEXT NOT NULL DEFAULT 'handled';

-- Where each consumer stands, told by the broker's clock; what is on record here has come to rest in the inbox.
CREATE TABLE "consumer_position" (
    "consumer" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "handled_until" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "consumer_position_pkey" PRIMARY KEY ("consumer", "stream", "event_type")
);

-- Until when the inbox has been cleaned: what was handled before is not recognised any more.
CREATE TABLE "inbox_horizon" (
    "consumer" TEXT NOT NULL,
    "forgotten_until" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "inbox_horizon_pkey" PRIMARY KEY ("consumer")
);

-- What tells this database from every other, on the broker too.
CREATE TABLE "messaging_identity" (
    "name" TEXT NOT NULL,
    "id" UUID NOT NULL,

    CONSTRAINT "messaging_identity_pkey" PRIMARY KEY ("name")
);
