export { DatabaseProbe, type DatabaseProbeOptions } from './database-probe.js';
export { HealthSources, type HealthCheck, type HealthSource, type HealthStatus } from './health-check.js';
export { obstacles, overallStatus } from './readiness.js';
