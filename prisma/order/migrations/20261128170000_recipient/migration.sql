-- CreateTable
CREATE TABLE "recipient" (
    "order_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "recipient_pkey" PRIMARY KEY ("order_id")
);

-- AddForeignKey
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;
