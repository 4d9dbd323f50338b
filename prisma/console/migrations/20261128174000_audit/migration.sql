-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "by" TEXT,
    "verified_by" TEXT,
    "detail" JSONB NOT NULL,
    "error" TEXT,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);
