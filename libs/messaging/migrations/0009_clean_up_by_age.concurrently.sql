-- Clean-up reads the rows that are too old and no others. The block-range indexes did that until their first week was
-- over: then new rows take the room of deleted ones, and every range seems to be old. See docs/adr/0058.

DROP INDEX CONCURRENTLY IF EXISTS "outbox_created_idx";
CREATE INDEX CONCURRENTLY "outbox_created_idx" ON "outbox"("created_at");
DROP INDEX CONCURRENTLY IF EXISTS "outbox_created_at_idx";

DROP INDEX CONCURRENTLY IF EXISTS "inbox_handled_idx";
CREATE INDEX CONCURRENTLY "inbox_handled_idx" ON "inbox"("handled_at");
DROP INDEX CONCURRENTLY IF EXISTS "inbox_handled_at_idx";

-- The claim steps over the rows published since the last vacuum, so it must not have to wait for 5 % of a week; and a
-- vacuum that finds few pages with dead rows would leave the indexes as they are.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, vacuum_index_cleanup = on);

-- Rows go as fast as they come: vacuum at 5 % instead of 20 %.
ALTER TABLE "inbox" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
