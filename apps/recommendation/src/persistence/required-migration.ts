/** The newest of prisma/recommendation/migrations: a process does not start on a database without it. */
export const REQUIRED_MIGRATION = '20261127020000_messaging_audit';
