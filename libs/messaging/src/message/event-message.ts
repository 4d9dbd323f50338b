import type { Lane } from '../contract/index.js';

/** An event as a handler receives it: validated, upcast to the subscribed version, with its envelope. */
export interface EventMessage<Data = unknown> {
  /** CloudEvents id, UUIDv7 unless the publisher brought one. The same through every delivery, retry and replay. */
  readonly id: string;
  /** `order.placed` */
  readonly type: string;
  /** The version it was published in; `data` is already of the subscribed one. */
  readonly version: number;
  /** The publishing service. */
  readonly source: string;
  /** When it was appended or published, ISO 8601 in UTC. For when it happened, look in `data`. */
  readonly time: string;
  /** When it was due, if it was scheduled: ISO 8601 in UTC, by the clock of the publisher's database. */
  readonly dueTime?: string;
  readonly key: string;
  readonly lane: Lane;
  readonly data: Data;
}
