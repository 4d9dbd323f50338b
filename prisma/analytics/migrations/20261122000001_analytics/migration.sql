-- Ids and codes compare by their bytes: the same order in every database, whatever its locale, and the fastest.
CREATE TABLE "sale" (
    "order_id" UUID NOT NULL,
    "customer_id" TEXT COLLATE "C" NOT NULL,
    "currency" TEXT COLLATE "C" NOT NULL,
    "placed_at" TIMESTAMPTZ NOT NULL,
    "units" BIGINT NOT NULL,
    "revenue" DECIMAL(38,6) NOT NULL,
    "cancelled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "sale_pkey" PRIMARY KEY ("order_id")
);

-- Sums over a period read these only, and never a cancelled order.
CREATE INDEX "sale_counted_idx" ON "sale"("currency", "placed_at") INCLUDE ("units", "revenue") WHERE NOT "cancelled";
CREATE INDEX "sale_customer_idx" ON "sale"("customer_id", "placed_at");

CREATE TABLE "product_sale" (
    "order_id" UUID NOT NULL,
    "product_id" TEXT COLLATE "C" NOT NULL,
    "currency" TEXT COLLATE "C" NOT NULL,
    "placed_at" TIMESTAMPTZ NOT NULL,
    "description" TEXT NOT NULL,
    "units" BIGINT NOT NULL,
    "revenue" DECIMAL(38,6) NOT NULL,

    CONSTRAINT "product_sale_pkey" PRIMARY KEY ("order_id", "product_id")
);

CREATE INDEX "product_sale_currency_placed_at_idx" ON "product_sale"("currency", "placed_at");
CREATE INDEX "product_sale_product_id_placed_at_idx" ON "product_sale"("product_id", "placed_at");

CREATE TABLE "session" (
    "session_id" TEXT COLLATE "C" NOT NULL,
    "customer_id" TEXT COLLATE "C",
    "identified_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "viewed" BOOLEAN NOT NULL,
    "carted" BOOLEAN NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("session_id")
);

CREATE INDEX "session_started_at_idx" ON "session"("started_at");

-- A session's row is updated with every step of the visit, none of which touches an index: leave room on the page.
ALTER TABLE "session" SET (fillfactor = 70);
