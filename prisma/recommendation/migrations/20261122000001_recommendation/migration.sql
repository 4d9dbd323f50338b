CREATE TABLE "product" (
    "id" SERIAL NOT NULL,
    "product_id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "described_at" TIMESTAMPTZ(3),
    "orders" INTEGER NOT NULL DEFAULT 0,
    "sessions" INTEGER NOT NULL DEFAULT 0,
    "heat" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "product_product_id_key" ON "product"("product_id");

-- A popular product is rewritten with every order that holds it. No index holds what is rewritten, so that
-- with room on the page the old version is reused at once; the popular list sorts the table instead.
ALTER TABLE "product" SET (fillfactor = 50);

CREATE TYPE "basket_kind" AS ENUM ('order', 'session');

CREATE TABLE "basket" (
    "id" BIGSERIAL NOT NULL,
    "kind" "basket_kind" NOT NULL,
    "key" TEXT NOT NULL,
    "customer_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "products" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "carted" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "basket_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "basket_kind_key_key" ON "basket"("kind", "key");
CREATE INDEX "basket_customer_idx" ON "basket"("customer_id", "at" DESC);

-- No foreign keys: product and basket are written by the same statement and never removed, and a check per
-- row would cost more than the row.
CREATE TABLE "basket_item" (
    "product" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "basket" BIGINT NOT NULL,

    CONSTRAINT "basket_item_pkey" PRIMARY KEY ("product", "at", "basket")
);
