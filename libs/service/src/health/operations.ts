/** The paths that every process serves, whatever its roles. */
export const OPERATIONS = new Set(['/health/live', '/health/ready', '/metrics']);
