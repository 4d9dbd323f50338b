-- CreateTable
CREATE TABLE "session" (
    "id_hash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "verified_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");
