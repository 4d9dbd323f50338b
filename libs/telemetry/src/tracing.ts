/** What a library needs that makes spans of its own: OpenTelemetry's API and nothing that it would have to load besides. */
export { eventIdOf, withEventId } from './event-context.js';
export { tracerOf } from './tracer.js';
