/** The newest of prisma/console/migrations: the console does not run on a database without it. */
export const REQUIRED_MIGRATION = '20261122000001_console';
