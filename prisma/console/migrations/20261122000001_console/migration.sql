-- Spans and logs: see schema.prisma. Ids compare by their bytes.
CREATE TABLE "span" (
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C" NOT NULL,
    "parent_span_id" TEXT COLLATE "C",
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "service" TEXT COLLATE "C" NOT NULL,
    "start_ns" BIGINT NOT NULL,
    "end_ns" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "status_message" TEXT,
    "severity" SMALLINT NOT NULL,
    "attributes" JSON NOT NULL,
    "events" JSON NOT NULL,
    "links" JSON NOT NULL,
    "step" TEXT COLLATE "C",
    "event_type" TEXT COLLATE "C",
    "event_id" TEXT COLLATE "C",
    "conversation_id" TEXT COLLATE "C",
    "consumer" TEXT COLLATE "C",
    "attempt" INTEGER,
    "outcome" TEXT COLLATE "C",

    CONSTRAINT "span_pkey" PRIMARY KEY ("trace_id", "span_id")
);

-- Few spans are about a message; the others cost these indexes nothing.
CREATE INDEX "span_event_idx" ON "span"("event_id") WHERE "event_id" IS NOT NULL;
CREATE INDEX "span_conversation_idx" ON "span"("conversation_id") WHERE "conversation_id" IS NOT NULL;
CREATE INDEX "span_step_idx" ON "span"("start_ns") WHERE "step" IS NOT NULL;

CREATE TABLE "span_link" (
    "id" BIGSERIAL NOT NULL,
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C" NOT NULL,
    "target_trace_id" TEXT COLLATE "C" NOT NULL,
    "target_span_id" TEXT COLLATE "C" NOT NULL,
    "event_id" TEXT COLLATE "C",
    "conversation_id" TEXT COLLATE "C",

    CONSTRAINT "span_link_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "span_link_trace_id_idx" ON "span_link"("trace_id");
CREATE INDEX "span_link_target_trace_id_idx" ON "span_link"("target_trace_id");
CREATE INDEX "span_link_event_idx" ON "span_link"("event_id") WHERE "event_id" IS NOT NULL;
CREATE INDEX "span_link_conversation_idx" ON "span_link"("conversation_id") WHERE "conversation_id" IS NOT NULL;

CREATE TABLE "trace" (
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "root_has_parent" BOOLEAN NOT NULL,
    "root_start_ns" BIGINT NOT NULL,
    "root_name" TEXT NOT NULL,
    "root_service" TEXT COLLATE "C" NOT NULL,
    "start_ns" BIGINT NOT NULL,
    "end_ns" BIGINT NOT NULL,
    "span_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "severity" SMALLINT NOT NULL,
    "services" TEXT[] COLLATE "C",
    "events" TEXT[] COLLATE "C",
    "conversation_id" TEXT COLLATE "C",

    CONSTRAINT "trace_pkey" PRIMARY KEY ("trace_id")
);

CREATE INDEX "trace_start_ns_trace_id_idx" ON "trace"("start_ns", "trace_id");

-- A trace's row is updated with every batch that holds spans of it: leave room on the page.
ALTER TABLE "trace" SET (fillfactor = 70);

CREATE TABLE "log" (
    "id" BIGSERIAL NOT NULL,
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C",
    "time_ns" BIGINT NOT NULL,
    "severity" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "service" TEXT COLLATE "C" NOT NULL,
    "attributes" JSON NOT NULL,

    CONSTRAINT "log_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "log_trace_id_idx" ON "log"("trace_id");
CREATE INDEX "log_time_ns_idx" ON "log"("time_ns");
