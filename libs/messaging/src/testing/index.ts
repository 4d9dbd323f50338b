export {
  createInMemoryTransport,
  type InMemoryTransport,
  type InMemoryTransportOptions,
} from './in-memory-transport.js';
export { createManualClock, systemClock, type Clock, type ManualClock } from './clock.js';
export { HandlerSpies, HandlerSpy, type WaitOptions } from './handler-spies.js';
export type { Dispatched, DispatchObserver } from '../consumer/observer.js';
