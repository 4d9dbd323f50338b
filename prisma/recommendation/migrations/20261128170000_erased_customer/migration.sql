-- CreateTable
CREATE TABLE "erased_customer" (
    "customer_id" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "erased_customer_pkey" PRIMARY KEY ("customer_id")
);
