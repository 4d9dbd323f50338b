/** The paths that every process serves, whatever its roles. */
export const OPERATIONS = new Set(['/health', '/health/live', '/health/ready', '/metrics']);
