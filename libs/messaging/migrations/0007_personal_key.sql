-- The keys of personal data in this service's events: one in use for each data subject. See docs/personal-data.md.
CREATE TABLE "personal_key" (
    "id" UUID NOT NULL,
    "data_subject" TEXT NOT NULL,
    -- AES-256 key of the data subject, encrypted with a master key. Null once destroyed.
    "wrapped_key" BYTEA,
    -- Which master key it is encrypted with.
    "master_key" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- The row stays: a key that was destroyed is told apart from one that was never here.
    "destroyed_at" TIMESTAMPTZ,

    CONSTRAINT "personal_key_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "personal_key_destroyed" CHECK (("destroyed_at" IS NULL) = ("wrapped_key" IS NOT NULL))
);

CREATE UNIQUE INDEX "personal_key_in_use" ON "personal_key"("data_subject") WHERE "destroyed_at" IS NULL;
