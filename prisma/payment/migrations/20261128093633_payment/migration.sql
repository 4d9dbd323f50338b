-- CreateEnum
CREATE TYPE "payment_status" AS ENUM ('requested', 'authorised', 'declined', 'captured', 'released', 'refunded', 'cancelled');

-- CreateEnum
CREATE TYPE "ledger_kind" AS ENUM ('authorised', 'captured', 'released', 'refunded');

-- CreateTable
CREATE TABLE "payment" (
    "order_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "amount" DECIMAL(36,6) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "status" "payment_status" NOT NULL,
    "detail" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "order_id" UUID NOT NULL,
    "kind" "ledger_kind" NOT NULL,
    "amount" DECIMAL(36,6) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("order_id","kind")
);

-- CreateIndex
CREATE INDEX "payment_requested_at_order_id_idx" ON "payment"("requested_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "payment_status_requested_at_order_id_idx" ON "payment"("status", "requested_at" DESC, "order_id" DESC);

-- CreateIndex
CREATE INDEX "payment_customer_id_requested_at_idx" ON "payment"("customer_id", "requested_at");

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "payment"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;
