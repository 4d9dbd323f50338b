/** For a library that makes spans of its own: loads OpenTelemetry's API and nothing else. */
export { eventIdOf, withEventId } from './event-context.js';
export { tracerOf } from './tracer.js';
