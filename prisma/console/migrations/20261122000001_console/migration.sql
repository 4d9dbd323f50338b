-- Spans and logs: see schema.prisma.
SELECT 1;
