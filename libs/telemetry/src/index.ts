export { isAllowed } from './allowed-attributes.js';
export { createLogger, LOG_LEVELS, type Logger, type LogLevel } from './logger.js';
export { instrumentNest } from './instrument-nest.js';
export { NestLogger } from './nest-logger.js';
export { contextOfRequest, traceResponseOf } from './request-context.js';
export { eventIdOf, tracerOf, withEventId } from './tracing.js';
