-- CreateTable
CREATE TABLE "receipt" (
    "order_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "named_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "erased_customer" (
    "customer_id" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "erased_customer_pkey" PRIMARY KEY ("customer_id")
);

-- CreateIndex
CREATE INDEX "receipt_customer_id_idx" ON "receipt"("customer_id");
