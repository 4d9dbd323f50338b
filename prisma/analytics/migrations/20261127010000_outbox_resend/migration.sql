-- Null for nearly every row: no rewrite of the table, no room taken.
ALTER TABLE "outbox" ADD COLUMN "resend_id" UUID;
