-- How far each schedule of the service is: one row per name, made when a process first declares it.
CREATE TABLE "messaging_schedule" (
    "name" TEXT NOT NULL,
    -- The due time of the last completed run, moved in the transaction of that run; at first the time when the row was made.
    "completed_until" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- Attempts that began since the last completed run.
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "begun_at" TIMESTAMPTZ,
    -- No attempt before this: the back-off after one that began, whether it failed or its process was killed.
    "available_at" TIMESTAMPTZ,
    -- Of the last attempt, if it failed.
    "last_error" TEXT,
    "completed_at" TIMESTAMPTZ,

    CONSTRAINT "messaging_schedule_pkey" PRIMARY KEY ("name")
);
