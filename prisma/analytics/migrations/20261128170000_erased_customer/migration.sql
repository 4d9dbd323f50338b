-- AlterTable
ALTER TABLE "sale" ALTER COLUMN "customer_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "erased_customer" (
    "customer_id" TEXT COLLATE "C" NOT NULL,
    "erased_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "erased_customer_pkey" PRIMARY KEY ("customer_id")
);
