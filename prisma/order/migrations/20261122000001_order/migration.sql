CREATE TYPE "order_status" AS ENUM ('placed', 'confirmed', 'rejected', 'cancelled');
CREATE TYPE "order_priority" AS ENUM ('express', 'standard');

CREATE TABLE "product" (
    "id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "unit_price" DECIMAL(18,6) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "stock" BIGINT,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id"),
    -- The last line of defence: whatever the code does, nothing is sold twice.
    CONSTRAINT "product_stock_not_negative" CHECK ("stock" >= 0)
);

CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'placed',
    "priority" "order_priority" NOT NULL DEFAULT 'standard',
    "currency" CHAR(3) NOT NULL,
    "total" DECIMAL(36,6) NOT NULL,
    "reference" TEXT,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "rejected_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "reason_detail" TEXT,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "orders_reference_key" ON "orders"("reference");
CREATE INDEX "orders_placed_at_id_idx" ON "orders"("placed_at" DESC, "id" DESC);
CREATE INDEX "orders_customer_id_placed_at_id_idx" ON "orders"("customer_id", "placed_at" DESC, "id" DESC);
CREATE INDEX "orders_status_placed_at_id_idx" ON "orders"("status", "placed_at" DESC, "id" DESC);

CREATE TABLE "order_line" (
    "order_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "product_id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" DECIMAL(18,6) NOT NULL,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("order_id", "position"),
    CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "stock_reservation" (
    "order_id" UUID NOT NULL,
    "product_id" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,

    CONSTRAINT "stock_reservation_pkey" PRIMARY KEY ("order_id", "product_id"),
    CONSTRAINT "stock_reservation_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "idempotent_request" (
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "response" JSON NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "idempotent_request_expires_at_idx" ON "idempotent_request"("expires_at");
